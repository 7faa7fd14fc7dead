package io.afterimage.topology.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitPaceTest {
  private static final long NOW_MS = 1_800_000_000_000L;

  @TempDir private Path folder;

  @Test
  void shouldAskForOneCommitATickOfWhatHasJustCome() {
    MockProcessorContext<Void, Void> context = paced();
    CommitPace pace = new CommitPace(context);
    pace.took(at(NOW_MS - 1000));
    pace.took(at(NOW_MS + 60_000));
    assertThat(context.committed()).isFalse();
    assertThat(context.scheduledPunctuators()).hasSize(1);
    assertThat(timer(context).getInterval()).isEqualTo(Duration.ofMillis(100));
    tick(context);
    assertThat(context.committed()).isTrue();
  }

  @Test
  void shouldLeaveABacklogToTheInterval() {
    MockProcessorContext<Void, Void> context = paced();
    CommitPace pace = new CommitPace(context);
    pace.took(at(NOW_MS - 1001));
    pace.took(at(0));
    assertThat(context.scheduledPunctuators()).isEmpty();
  }

  @Test
  void shouldRestWithItsTaskAndGoOnWithIt() {
    MockProcessorContext<Void, Void> context = paced();
    CommitPace pace = new CommitPace(context);
    pace.took(at(NOW_MS));
    tick(context);
    context.resetCommit();
    CapturedPunctuator first = timer(context);
    tick(context);
    assertThat(context.committed()).isFalse();
    assertThat(first.cancelled()).isTrue();
    pace.took(at(NOW_MS));
    assertThat(timer(context)).isNotSameAs(first);
    tick(context);
    assertThat(context.committed()).isTrue();
  }

  @Test
  void shouldAskAtTheSameMomentsAsTheOtherTasksOfItsThread() throws Exception {
    assertThat(beatOn("thread-1")).isEqualTo(beatOn("thread-1"));
    assertThat(beatOn("thread-2")).isNotEqualTo(beatOn("thread-1"));
  }

  /** When, within its pace, a task of such a thread asks. */
  private long beatOn(String thread) throws Exception {
    MockProcessorContext<Void, Void> context = paced();
    Thread task = new Thread(() -> new CommitPace(context).took(at(NOW_MS)), thread);
    task.start();
    task.join();
    return timer(context).getStartTime().toEpochMilli() % timer(context).getInterval().toMillis();
  }

  @Test
  void shouldAskForNothingWithoutAPace() {
    MockProcessorContext<Void, Void> context = context(new Properties());
    new CommitPace(context).took(at(NOW_MS));
    assertThat(context.scheduledPunctuators()).isEmpty();
  }

  private CapturedPunctuator timer(MockProcessorContext<?, ?> context) {
    return context.scheduledPunctuators().get(context.scheduledPunctuators().size() - 1);
  }

  private void tick(MockProcessorContext<?, ?> context) {
    timer(context).getPunctuator().punctuate(NOW_MS);
  }

  private static Record<String, String> at(long timestampMs) {
    return new Record<>("camera", "value", timestampMs);
  }

  private MockProcessorContext<Void, Void> paced() {
    Properties config = new Properties();
    config.put(CommitPace.CONFIG, Duration.ofMillis(100));
    return context(config);
  }

  private MockProcessorContext<Void, Void> context(Properties config) {
    MockProcessorContext<Void, Void> context =
        new MockProcessorContext<>(config, new TaskId(0, 0), folder.toFile());
    context.setCurrentSystemTimeMs(NOW_MS);
    return context;
  }
}
