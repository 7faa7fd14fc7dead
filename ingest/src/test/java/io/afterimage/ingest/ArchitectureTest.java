package io.afterimage.ingest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.afterimage.ingest",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule USES_WHAT_THE_DESIGN_ALLOWS =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "io.afterimage.contract..",
              "io.afterimage.ingest..",
              "org.bytedeco.javacpp..",
              "org.bytedeco.ffmpeg..",
              "org.apache.kafka.clients..",
              "org.apache.kafka.common..",
              "io.micrometer.core..",
              "org.slf4j..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule DRAWS_SIMULATED_ROOMS_IN_PLAIN_JAVA =
      classes()
          .that()
          .resideInAPackage("..ingest.sim..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "io.afterimage.ingest.sim..", "org.jspecify..");

  @ArchTest
  static final ArchRule KEEPS_KAFKA_OUT_OF_READING =
      noClasses()
          .that()
          .resideInAnyPackage("..picture..", "..stream..", "..source..", "..sample..", "..clip..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.kafka..");

  @ArchTest
  static final ArchRule KEEPS_FFMPEG_OUT_OF_PUBLISHING =
      noClasses()
          .that()
          .resideInAnyPackage("..publish..", "..credit..", "io.afterimage.ingest")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bytedeco..");
}
