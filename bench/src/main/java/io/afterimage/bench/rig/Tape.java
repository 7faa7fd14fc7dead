package io.afterimage.bench.rig;

import io.afterimage.bench.chaos.compare.LogReader;
import io.afterimage.bench.chaos.process.Launcher;
import io.afterimage.bench.chaos.process.Node;
import io.afterimage.contract.Topics;
import io.afterimage.contract.feature.Feature;
import io.afterimage.contract.feature.FeatureCodec;
import io.afterimage.topology.Delivery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Features of simulated rooms, as the encoder makes them, to be played for any number of cameras.
 * Immutable.
 *
 * @param rooms of each room its records in order; none is a marker
 */
public record Tape(List<List<byte[]>> rooms) {
  private static final int ROOMS = 4;
  private static final int FPS_TIMES_TWO = 25;

  /**
   * Records features by the roles ingest and inference.
   *
   * @param captions the caption packs that shall find in them what they read
   * @param seconds how long the tape is
   * @throws IOException if the settings cannot be written
   * @throws InterruptedException if the thread is asked to stop
   */
  public static Tape record(Rig rig, String captions, int seconds)
      throws IOException, InterruptedException {
    Case plain = new Case(captions, Delivery.EXACTLY_ONCE, "0KiB", ROOMS);
    Path settings = rig.prepare(plain, "tape", 0);
    Node ingest =
        rig.host()
            .node(
                "ingest",
                256,
                Launcher.AFTERIMAGE,
                n -> ingest(settings, seconds),
                Optional.empty());
    Node inference =
        rig.host()
            .node(
                "inference",
                512,
                Launcher.AFTERIMAGE,
                n -> List.of("inference", "--config", settings.toString()),
                Optional.empty());
    Topics topics = new Topics("tape");
    inference.start();
    ingest.start();
    int wanted = ROOMS * seconds * FPS_TIMES_TWO / 2;
    Map<String, List<byte[]>> rooms = read(rig, topics);
    while (count(rooms) < wanted) {
      TimeUnit.MILLISECONDS.sleep(500);
      rooms = read(rig, topics);
    }
    ingest.killForGood();
    inference.killForGood();
    ingest.awaitEnd();
    inference.awaitEnd();
    return new Tape(List.copyOf(rooms.values()));
  }

  /** The record of a camera at a place. */
  public byte[] at(int camera, int frame) {
    return rooms.get(camera % rooms.size()).get(frame);
  }

  /** How many frames each room has. */
  public int frames() {
    return rooms.stream().mapToInt(List::size).min().orElse(0);
  }

  private static List<String> ingest(Path settings, int seconds) {
    List<String> arguments = new ArrayList<>(List.of("ingest", "--config", settings.toString()));
    for (int room = 0; room < ROOMS; room++) {
      arguments.add(
          "room-%d=sim:room?seed=%d&fps=12.5&size=160x120&duration=%ds"
              .formatted(room, room + 1, seconds));
    }
    return arguments;
  }

  private static int count(Map<String, List<byte[]>> rooms) {
    return rooms.values().stream().mapToInt(List::size).sum();
  }

  private static Map<String, List<byte[]>> read(Rig rig, Topics topics) {
    Map<String, List<byte[]>> rooms = new TreeMap<>();
    new LogReader(rig.client())
        .read(
            topics.features(),
            record -> {
              if (FeatureCodec.read(record.value()) instanceof Feature) {
                String room = new String(record.key(), StandardCharsets.UTF_8);
                rooms.computeIfAbsent(room, key -> new ArrayList<>()).add(record.value());
              }
            });
    return rooms;
  }

  /** The time between two frames. */
  public static Duration period() {
    return Duration.ofMillis(80);
  }
}
