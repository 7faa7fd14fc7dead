package io.afterimage.bench.speed;

import io.afterimage.app.cli.Shell;
import io.afterimage.bench.speed.clip.Clips;
import io.afterimage.bench.speed.pipeline.FirstEvent;
import io.afterimage.bench.speed.result.Comparison;
import io.afterimage.bench.speed.result.Goal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Measures how long it takes from the command to the first event. */
@Command(
    name = "start",
    header = "From the command 'run' on a file until its first event, broker included.",
    mixinStandardHelpOptions = true)
final class StartCommand extends MeasuringCommand {
  private static final int CLIP_S = 30;

  @Mixin private ClipOptions clips = new ClipOptions();

  StartCommand(Shell shell) {
    super(shell);
  }

  @Override
  void measure(Place place, Ledger ledger) throws Exception {
    Clips from = clips.open(place);
    Path clip = from.cameras(1, CLIP_S).get(0);
    FirstEvent first = new FirstEvent(place.program(), clip, place.work());
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < rounds(); i++) {
      seconds.add(first.measure());
    }
    ledger.add(
        Comparison.alone(
            "start", "run on a file until its first event", "s", seconds, Goal.atMost(6)));
  }
}
