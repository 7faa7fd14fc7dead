package io.afterimage.bench.speed.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.tools.ConsumerPerformance;
import org.apache.kafka.tools.ProducerPerformance;

/**
 * Kafka's own performance tools in this process: what {@code kafka-producer-perf-test} and {@code
 * kafka-consumer-perf-test} run. What they print is thrown away. Immutable.
 *
 * @param bootstrap the broker
 * @param recordBytes of each record
 */
record PerfTools(String bootstrap, int recordBytes) implements Through {
  @Override
  public void produce(String topic, int records) {
    quietly(
        () ->
            ProducerPerformance.main(
                new String[] {
                  "--bootstrap-server",
                  bootstrap,
                  "--topic",
                  topic,
                  "--num-records",
                  Integer.toString(records),
                  "--record-size",
                  Integer.toString(recordBytes),
                  "--throughput",
                  "-1",
                  "--command-property",
                  "acks=all",
                  "linger.ms=5",
                  "batch.size=" + (256 << 10),
                  "buffer.memory=" + (128 << 20)
                }));
  }

  @Override
  public void consume(String topic, int records) {
    quietly(
        () ->
            ConsumerPerformance.main(
                new String[] {
                  "--bootstrap-server",
                  bootstrap,
                  "--topic",
                  topic,
                  "--num-records",
                  Integer.toString(records),
                  "--group",
                  topic + "-tool",
                  "--timeout",
                  "60000"
                }));
  }

  private interface Tool {
    void run() throws Exception;
  }

  private static void quietly(Tool tool) {
    PrintStream out = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    try {
      tool.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("Kafka's performance tool failed", e);
    } finally {
      System.setOut(out);
    }
  }
}
