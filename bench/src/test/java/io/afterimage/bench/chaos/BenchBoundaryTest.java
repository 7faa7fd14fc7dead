package io.afterimage.bench.chaos;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What a proof may use: the program from outside, and the codecs that read what it leaves. */
@AnalyzeClasses(packages = "io.afterimage", importOptions = ImportOption.DoNotIncludeTests.class)
class BenchBoundaryTest {
  private static final String BENCH = "io.afterimage.bench..";

  @ArchTest
  static final ArchRule NOTHING_THAT_IS_SHIPPED_KNOWS_THE_BENCH =
      noClasses()
          .that()
          .resideOutsideOfPackage(BENCH)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(BENCH);

  @ArchTest
  static final ArchRule THE_BENCH_RUNS_NO_ROLE_IN_ITS_OWN_PROCESS =
      noClasses()
          .that()
          .resideInAPackage(BENCH)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.afterimage.app.run..",
              "io.afterimage.ingest..",
              "io.afterimage.inference..",
              "io.afterimage.topology.stage..",
              "ai.onnxruntime..",
              "org.apache.kafka.streams..",
              "org.bytedeco..");

  @ArchTest
  static final ArchRule ITS_PACKAGES_HAVE_NO_CYCLES =
      slices().matching("io.afterimage.bench.chaos.(*)..").should().beFreeOfCycles();
}
