package io.afterimage.inference;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.afterimage.inference", importOptions = DoNotIncludeTests.class)
class ModuleBoundariesTest {
  @ArchTest
  static final ArchRule shouldKnowNeitherStreamsNorVideo =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka.streams..",
              "org.bytedeco..",
              "io.afterimage.ingest..",
              "io.afterimage.topology..",
              "io.afterimage.app..");

  @ArchTest
  static final ArchRule shouldMeetKafkaAndPicturesOnlyInTheStage =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.afterimage.inference.stage")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "java.awt..", "javax.imageio..");

  @ArchTest
  static final ArchRule shouldMeetOnnxRuntimeOnlyInTheRuntime =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.afterimage.inference.runtime")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.onnxruntime..");

  @ArchTest
  static final ArchRule shouldReadManifestsWithoutRunningThem =
      classes()
          .that()
          .resideInAPackage("io.afterimage.inference.pack")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "io.afterimage.contract..",
              "io.afterimage.inference",
              "io.afterimage.inference.pack",
              "io.afterimage.inference.caption",
              "com.networknt.schema..",
              "tools.jackson..",
              "org.jspecify..");
}
