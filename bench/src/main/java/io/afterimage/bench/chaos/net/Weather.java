package io.afterimage.bench.chaos.net;

/**
 * How a network is at a moment. Immutable.
 *
 * @param delayMs added to each piece of data
 * @param bytesPerSecond of each connection and direction; 0: no limit
 * @param stalled whether nothing moves at all
 * @param cut whether there are no connections
 */
public record Weather(int delayMs, int bytesPerSecond, boolean stalled, boolean cut) {
  /** As if there were no proxy. */
  public static final Weather FAIR = new Weather(0, 0, false, false);

  /** Everything comes late. */
  public static Weather late(int delayMs) {
    return new Weather(delayMs, 0, false, false);
  }

  /** Everything comes slowly. */
  public static Weather narrow(int bytesPerSecond) {
    return new Weather(0, bytesPerSecond, false, false);
  }

  /** Nothing comes, and nobody is told. */
  public static Weather still() {
    return new Weather(0, 0, true, false);
  }

  /** Connections break, and none is made. */
  public static Weather broken() {
    return new Weather(0, 0, false, true);
  }
}
