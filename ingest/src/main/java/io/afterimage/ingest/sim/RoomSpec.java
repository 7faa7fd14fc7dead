package io.afterimage.ingest.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which simulated room, and how its camera takes it. Immutable.
 *
 * @param seed decides the room, its people and what they do
 * @param fps frames per second, from 1 to 120
 * @param width the picture's width in pixels, even, from 32 to 3840
 * @param height the picture's height in pixels, even, from 32 to 2160
 * @param duration how long the stream lasts; empty for one without end
 */
public record RoomSpec(long seed, double fps, int width, int height, Optional<Duration> duration) {
  private static final String SCHEME = "sim:";
  private static final Pattern SIZE = Pattern.compile("(\\d{1,5})x(\\d{1,5})");
  private static final Pattern TIME = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)(ms|s|m|h)");

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException with a sentence for each value out of its range
   */
  public RoomSpec {
    List<String> problems = new ArrayList<>();
    if (!(fps >= 1 && fps <= 120)) {
      problems.add("fps must be from 1 to 120, not " + fps + ".");
    }
    if (width < 32
        || width > 3840
        || width % 2 != 0
        || height < 32
        || height > 2160
        || height % 2 != 0) {
      problems.add(
          "size must be even numbers from 32x32 to 3840x2160, not " + width + "x" + height + ".");
    }
    if (duration.isPresent() && (duration.get().isNegative() || duration.get().isZero())) {
      problems.add("duration must be longer than nothing.");
    }
    refuse(problems);
  }

  /**
   * Reads an address such as {@code sim:room?seed=1&fps=25&size=640x480&duration=60s}. Every part
   * after the scene may be left out: seed 1, 25 fps, 640x480, no end.
   *
   * @throws IllegalArgumentException with a sentence for each thing that is wrong
   */
  public static RoomSpec parse(String uri) {
    if (!uri.startsWith(SCHEME)) {
      throw new IllegalArgumentException("A simulated camera's address begins with sim:.");
    }
    String[] parts = uri.substring(SCHEME.length()).split("\\?", 2);
    Reading reading = new Reading();
    if (!parts[0].equals("room")) {
      reading.problems.add("The only simulated scene is room, not " + parts[0] + ".");
    }
    if (parts.length == 2 && !parts[1].isEmpty()) {
      for (String setting : parts[1].split("&", -1)) {
        reading.read(setting);
      }
    }
    return reading.spec();
  }

  /** Returns the address that {@link #parse} reads as this. */
  public String uri() {
    String address =
        "sim:room?seed=" + seed + "&fps=" + plain(fps) + "&size=" + width + "x" + height;
    return duration.map(time -> address + "&duration=" + time.toMillis() + "ms").orElse(address);
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  private static void refuse(List<String> problems) {
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join(" ", problems));
    }
  }

  /** The settings read so far, and what was wrong with them. */
  private static final class Reading {
    private final List<String> problems = new ArrayList<>();
    private final List<String> seen = new ArrayList<>();
    private long seed = 1;
    private double fps = 25;
    private int width = 640;
    private int height = 480;
    private Optional<Duration> duration = Optional.empty();

    private void read(String setting) {
      String[] pair = setting.split("=", 2);
      String key = pair[0];
      if (pair.length < 2 || pair[1].isEmpty()) {
        problems.add("Setting '" + key + "' needs a value.");
        return;
      }
      if (seen.contains(key)) {
        problems.add("Setting '" + key + "' is given twice.");
        return;
      }
      seen.add(key);
      switch (key) {
        case "seed" -> readSeed(pair[1]);
        case "fps" -> readFps(pair[1]);
        case "size" -> readSize(pair[1]);
        case "duration" -> readDuration(pair[1]);
        default ->
            problems.add(
                "Setting '" + key + "' is unknown; there are seed, fps, size and duration.");
      }
    }

    private void readSeed(String value) {
      try {
        seed = Long.parseLong(value);
      } catch (NumberFormatException e) {
        problems.add("seed must be a whole number, not '" + value + "'.");
      }
    }

    private void readFps(String value) {
      try {
        fps = Double.parseDouble(value);
      } catch (NumberFormatException e) {
        problems.add("fps must be a number, not '" + value + "'.");
      }
    }

    private void readSize(String value) {
      Matcher size = SIZE.matcher(value);
      if (size.matches()) {
        width = Integer.parseInt(size.group(1));
        height = Integer.parseInt(size.group(2));
      } else {
        problems.add("size must look like 640x480, not '" + value + "'.");
      }
    }

    private void readDuration(String value) {
      Matcher time = TIME.matcher(value);
      if (time.matches()) {
        double unit =
            switch (time.group(2)) {
              case "ms" -> 1e6;
              case "s" -> 1e9;
              case "m" -> 60e9;
              default -> 3600e9;
            };
        duration =
            Optional.of(Duration.ofNanos(Math.round(Double.parseDouble(time.group(1)) * unit)));
      } else {
        problems.add("duration must look like 60s, 5m or 1h, not '" + value + "'.");
      }
    }

    private RoomSpec spec() {
      try {
        RoomSpec spec = new RoomSpec(seed, fps, width, height, duration);
        refuse(problems);
        return spec;
      } catch (IllegalArgumentException e) {
        if (problems.isEmpty() || String.join(" ", problems).equals(e.getMessage())) {
          throw e;
        }
        problems.add(e.getMessage());
        throw new IllegalArgumentException(String.join(" ", problems), e);
      }
    }
  }
}
