package io.afterimage.topology;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.afterimage.topology",
    importOptions = ImportOption.DoNotIncludeTests.class)
class TopologyBoundaryTest {
  @ArchTest
  static final ArchRule TOPOLOGY_KNOWS_NO_VIDEO_AND_NO_NETWORK_RUNTIME =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.afterimage.contract..",
              "io.afterimage.inference",
              "io.afterimage.inference.caption..",
              "io.afterimage.inference.live..",
              "io.afterimage.inference.pack..",
              "io.afterimage.inference.runtime..",
              "io.afterimage.topology..",
              "io.micrometer.core.instrument..",
              "java..",
              "org.apache.kafka..",
              "org.jspecify.annotations..",
              "org.rocksdb..",
              "org.slf4j..");

  @ArchTest
  static final ArchRule RULES_AND_MEMORIES_KNOW_NO_STREAMS =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.afterimage.topology.rules..",
              "io.afterimage.topology.memory..",
              "io.afterimage.topology.window..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "io.afterimage.topology.stage..");
}
