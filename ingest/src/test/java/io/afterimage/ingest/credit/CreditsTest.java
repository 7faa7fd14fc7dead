package io.afterimage.ingest.credit;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.ingest.CreditSettings;
import io.afterimage.ingest.credit.Credits.Account;
import io.afterimage.ingest.credit.Credits.Progress;
import io.afterimage.ingest.stream.CallDeadline;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files wait for the stages, wherever their frames go. */
@Timeout(60)
class CreditsTest {
  private static final int PARTITION = 3;

  private final Credits credits =
      new Credits(new CreditSettings("inference", "topology", 4, 8), Duration.ofMinutes(1));
  private final Account account = credits.account(PARTITION, sentence -> {});
  private final CallDeadline stop = new CallDeadline();

  /** A frame that is encoded in memory: it lies at no offset. */
  private void passed() {
    account.take(stop);
    account.answered(null);
  }

  @Test
  void shouldHoldFramesInMemoryBackWhileTheTopologyIsBehind() throws Exception {
    credits.update(PARTITION, new Progress(0, 0, 0, 0));
    for (int i = 0; i < 4; i++) {
      passed();
    }
    credits.awaitDemand(); // Of the half that was used up.
    CompletableFuture<Void> fifth = CompletableFuture.runAsync(this::passed);

    credits.awaitDemand();
    assertThat(fifth).isNotDone();
    credits.update(PARTITION, new Progress(0, 0, 8, 0));
    credits.awaitDemand(); // It asks again, so it still waits.
    assertThat(fifth).isNotDone();
    credits.update(PARTITION, new Progress(0, 0, 8, 8));

    fifth.get(30, TimeUnit.SECONDS);
  }

  @Test
  void shouldAskForOffsetsBeforeAnybodyHasToWait() throws Exception {
    credits.update(PARTITION, new Progress(0, 0, 0, 0));
    passed();
    passed();

    assertThat(credits.awaitDemand()).containsExactly(PARTITION);
    credits.update(PARTITION, new Progress(0, 0, 2, 2));
    passed();
    passed();
    assertThat(credits.awaitDemand()).containsExactly(PARTITION);
  }
}
