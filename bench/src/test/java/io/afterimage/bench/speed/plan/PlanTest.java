package io.afterimage.bench.speed.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.afterimage.app.AppException;
import io.afterimage.bench.speed.result.Comparison;
import io.afterimage.bench.speed.result.Machine;
import io.afterimage.bench.speed.result.Result;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final CameraCost COST = new CameraCost(40, 8, 4, 2, 4, 300, 30, 10);

  @Test
  void shouldAddUpWhatTheCamerasTake() {
    Plan plan = new Plan(1_000, false, COST, new Machines(10, 1_000, 500, 3, 0.5));

    assertThat(plan.ingestCores()).isCloseTo(16, within(1e-9));
    assertThat(plan.writtenMb()).isCloseTo(340, within(1e-9));
    assertThat(plan.diskMb()).isCloseTo(3 * 340, within(1e-9));
    assertThat(plan.sentMb()).isCloseTo(330 + 2 * 340, within(1e-9));
    // 16 + 8 + 4 + 3 * 8 cores on ten each; 1020 MB on disks of 250.
    assertThat(plan.count()).isEqualTo(6);
    assertThat(plan.bottleneck()).startsWith("cores, 31 %");
  }

  @Test
  void shouldNameWhatIsUsedUpFirst() {
    assertThat(new Plan(1_000, false, COST, new Machines(100, 1_000, 100, 3, 1)).bottleneck())
        .isEqualTo("the brokers' disks");
    assertThat(new Plan(1_000, false, COST, new Machines(100, 100, 1_000, 3, 1)).bottleneck())
        .isEqualTo("the brokers' network");
  }

  @Test
  void shouldLeaveFramesOutOfAnEdgesRecords() {
    Plan plan = new Plan(1_000, true, COST, new Machines(10, 1_000, 500, 1, 1));

    assertThat(plan.writtenMb()).isCloseTo(40, within(1e-9));
    assertThat(plan.sentMb()).isCloseTo(30, within(1e-9));
  }

  @Test
  void shouldTakeTheRunWithTheMostCameras() {
    List<Result> results = new ArrayList<>();
    for (int cameras : new int[] {1, 40, 10}) {
      for (String part : new String[] {"ingest", "inference", "topology", "broker"}) {
        String who = cameras == 1 ? "1 camera" : cameras + " cameras";
        results.add(result(who + ", frames over Kafka, low_latency: CPU of " + part, cameras));
      }
    }
    results.add(result("record of a frame", 24));
    results.add(result("record of a feature", 2));

    assertThat(CameraCost.of(results, 12.5, 800))
        .isEqualTo(new CameraCost(40, 40, 40, 40, 40, 300, 25, 10));
  }

  @Test
  void shouldSayWhatToMeasureFirst() {
    assertThatThrownBy(() -> CameraCost.of(List.of(), 12.5, 800))
        .isInstanceOf(AppException.class)
        .hasMessageContaining("run 'bench/speed pipeline' first");
  }

  private static Result result(String what, double figure) {
    Comparison of = Comparison.alone("pipeline", what, "ms", List.of(figure), null);
    return Result.of(of, "bench/speed pipeline", new Machine("", 2, 8, "", ""), "2026-11-21");
  }
}
