package io.afterimage.app.query;

import io.afterimage.app.config.Secret;
import io.afterimage.contract.ContractException;
import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.instance.InstanceAddress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Asks instances what they keep, and shows them the token. Thread-safe. */
public final class InstanceClient {
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_WITHIN)
          .build();
  private final @Nullable Secret token;
  private final Duration answerWithin;

  /**
   * @param token what the instances must be shown; null: nothing
   * @param answerWithin how long an answer is waited for
   */
  public InstanceClient(@Nullable Secret token, Duration answerWithin) {
    this.token = token;
    this.answerWithin = answerWithin;
  }

  private record Fault(@Nullable String error) {}

  /**
   * Asks for a page.
   *
   * @param instance whom
   * @param path the page's path, and what follows a question mark
   * @param type what the page holds
   * @throws RefusedException if it does not answer, or answers that it cannot
   */
  public <T> T get(InstanceAddress instance, String path, Class<T> type) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://" + instance + path)).timeout(answerWithin);
    if (token != null) {
      request.header("Authorization", "Bearer " + token.value());
    }
    try {
      HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new RefusedException(answer.statusCode(), error(instance, answer));
      }
      return EventJson.read(answer.body(), type);
    } catch (ContractException e) {
      throw new RefusedException(
          RefusedException.SILENT,
          "what answers at %s is no instance of this program: %s"
              .formatted(instance, e.getMessage()));
    } catch (IOException e) {
      throw new RefusedException(
          RefusedException.SILENT, "instance %s does not answer".formatted(instance));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RefusedException(
          RefusedException.SILENT, "interrupted while instance %s was asked".formatted(instance));
    }
  }

  private static String error(InstanceAddress instance, HttpResponse<byte[]> answer) {
    try {
      String error = EventJson.read(answer.body(), Fault.class).error();
      if (error != null) {
        return error;
      }
    } catch (ContractException e) {
      // Not an instance's own words.
    }
    return "instance %s answers with status %d".formatted(instance, answer.statusCode());
  }
}
