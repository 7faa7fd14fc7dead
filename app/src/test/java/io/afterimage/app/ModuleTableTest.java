package io.afterimage.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The table of allowed imports in docs/ARCHITECTURE.md, over all modules at once. */
@AnalyzeClasses(packages = "io.afterimage", importOptions = ImportOption.DoNotIncludeTests.class)
class ModuleTableTest {
  private static final String INGEST = "io.afterimage.ingest..";
  private static final String INFERENCE = "io.afterimage.inference..";
  private static final String TOPOLOGY = "io.afterimage.topology..";
  private static final String APP = "io.afterimage.app..";
  private static final String STREAMS = "org.apache.kafka.streams..";
  private static final String ONNX = "ai.onnxruntime..";
  private static final String FFMPEG = "org.bytedeco.ffmpeg..";

  @ArchTest
  static final ArchRule CONTRACT_KNOWS_NO_OTHER_MODULE =
      noClasses()
          .that()
          .resideInAPackage("io.afterimage.contract..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(INGEST, INFERENCE, TOPOLOGY, APP, STREAMS, ONNX, FFMPEG);

  @ArchTest
  static final ArchRule INGEST_KNOWS_NEITHER_MODELS_NOR_STREAMS =
      noClasses()
          .that()
          .resideInAPackage(INGEST)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(INFERENCE, TOPOLOGY, APP, STREAMS, ONNX);

  @ArchTest
  static final ArchRule INFERENCE_KNOWS_NEITHER_CAMERAS_NOR_STREAMS =
      noClasses()
          .that()
          .resideInAPackage(INFERENCE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(INGEST, TOPOLOGY, APP, STREAMS, FFMPEG);

  @ArchTest
  static final ArchRule ONLY_THE_ENCODING_STAGE_OF_INFERENCE_KNOWS_KAFKA_CLIENTS =
      noClasses()
          .that()
          .resideInAPackage(INFERENCE)
          .and()
          .resideOutsideOfPackage("io.afterimage.inference.stage..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka.clients..", "org.bytedeco..");

  @ArchTest
  static final ArchRule TOPOLOGY_KNOWS_NEITHER_CAMERAS_NOR_ONNX =
      noClasses()
          .that()
          .resideInAPackage(TOPOLOGY)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(INGEST, APP, ONNX, "org.bytedeco..");

  @ArchTest
  static final ArchRule ONLY_THE_BROKER_PACKAGE_KNOWS_KAFKAS_SERVER =
      noClasses()
          .that()
          .resideInAPackage(APP)
          .and()
          .resideOutsideOfPackage("io.afterimage.app.broker..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "kafka..", "org.apache.kafka.server..", "org.apache.kafka.metadata..");

  @ArchTest
  static final ArchRule MODULES_HAVE_NO_CYCLES =
      slices().matching("io.afterimage.(*)..").should().beFreeOfCycles();
}
