package io.afterimage.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.topology.TopologyException.Code;
import io.afterimage.topology.fixture.ManualClock;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FaultJudgeTest {
  private final ManualClock clock = new ManualClock(Instant.EPOCH);
  private final FaultJudge judge = new FaultJudge(clock);

  private @Nullable Code code(Throwable fault) {
    TopologyException fatal = judge.judge(fault);
    return fatal == null ? null : fatal.code();
  }

  @Test
  void shouldStopForWhatANewThreadDoesNotCure() {
    assertThat(code(new MissingSourceTopicException("gone"))).isEqualTo(Code.TOPICS);
    assertThat(code(new StreamsException("wrapped", new SaslAuthenticationException("no"))))
        .isEqualTo(Code.NOT_ALLOWED);
    assertThat(code(new TopicAuthorizationException("no"))).isEqualTo(Code.NOT_ALLOWED);
    assertThat(code(new UnsupportedVersionException("old"))).isEqualTo(Code.STOPPED);
    assertThat(code(new StreamsException(new ProcessorStateException("disk full"))))
        .isEqualTo(Code.STATE_DIR);
    assertThat(code(new StreamsException(new FencedInstanceIdException("twice"))))
        .isEqualTo(Code.STATE_DIR);
    assertThat(code(new OutOfMemoryError("heap"))).isEqualTo(Code.STOPPED);
  }

  @Test
  void shouldReplaceAThreadUnlessItFailsAgainAndAgain() {
    for (int i = 0; i < 5; i++) {
      assertThat(code(new StreamsException("once", new TimeoutException("slow")))).isNull();
    }
    assertThat(code(new TimeoutException("slow"))).isEqualTo(Code.STOPPED);

    clock.advance(Duration.ofMinutes(2));
    assertThat(code(new TimeoutException("slow"))).isNull();
  }
}
