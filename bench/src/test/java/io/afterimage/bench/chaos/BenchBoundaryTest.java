package io.afterimage.bench.chaos;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * What a proof may use: the program from outside, and the codecs that read what it leaves. What
 * measures a stage beside its limit may also use the parts that the stage is made of.
 */
@AnalyzeClasses(packages = "io.afterimage", importOptions = ImportOption.DoNotIncludeTests.class)
class BenchBoundaryTest {
  private static final String BENCH = "io.afterimage.bench..";
  private static final String SPEED = "io.afterimage.bench.speed..";

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
              "io.afterimage.topology.stage..",
              "org.apache.kafka.streams..");

  @ArchTest
  static final ArchRule A_PROOF_USES_NO_PART_OF_A_ROLE =
      noClasses()
          .that()
          .resideInAPackage(BENCH)
          .and()
          .resideOutsideOfPackage(SPEED)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              SPEED,
              "io.afterimage.ingest..",
              "io.afterimage.inference..",
              "ai.onnxruntime..",
              "org.bytedeco..");

  @ArchTest
  static final ArchRule ITS_PACKAGES_HAVE_NO_CYCLES =
      slices().matching("io.afterimage.bench.chaos.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule THOSE_OF_SPEED_HAVE_NONE_EITHER =
      slices().matching("io.afterimage.bench.speed.(*)..").should().beFreeOfCycles();
}
