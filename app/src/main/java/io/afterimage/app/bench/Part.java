package io.afterimage.app.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What the threads of a process work for, told by their names, Kafka's clients included. */
enum Part {
  /** Reads, decodes, samples, scales, publishes. */
  INGEST("afterimage-ingest"),
  /** From frames to features. */
  INFERENCE("afterimage-encode"),
  /** From features to events. */
  TOPOLOGY("-topology"),
  /** From windows to sentences. */
  CAPTIONING("-captioning"),
  /** Reads the events, for the measurement. */
  READER("afterimage-event-tail"),
  /** The embedded broker, and what little other threads there are. */
  BROKER(""),
  /** Compilers, collectors and threads that are not Java's. */
  JVM("");

  private final String inNames;

  Part(String inNames) {
    this.inNames = inNames;
  }

  /** As reports name it. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * What each has used so far, in nanoseconds; threads that have ended count for the JVM.
   *
   * @param processNanos of all threads together
   */
  static Map<Part, Long> usage(long processNanos) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Map<Part, Long> usage = new EnumMap<>(Part.class);
    long java = 0;
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null) {
        long nanos = Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
        usage.merge(of(thread.getThreadName()), nanos, Long::sum);
        java += nanos;
      }
    }
    usage.put(JVM, processNanos - java);
    return usage;
  }

  /** Whose thread has that name. */
  static Part of(String thread) {
    return Stream.of(values())
        .filter(part -> !part.inNames.isEmpty() && thread.contains(part.inNames))
        .findFirst()
        .orElse(BROKER);
  }
}
