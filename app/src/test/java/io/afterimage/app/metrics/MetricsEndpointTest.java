package io.afterimage.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.app.AppException;
import io.afterimage.app.config.AfterimageConfig;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class MetricsEndpointTest {
  @Test
  void shouldServeTheMetersOfRolesAndOfTheJvm() throws Exception {
    int port = freePort();
    try (ProcessMetrics metrics =
        ProcessMetrics.open(new AfterimageConfig.Metrics(port, "127.0.0.1"), () -> true)) {
      metrics.registry().counter("afterimage.events", "phase", "start").increment();

      HttpResponse<String> answer = get(port, "/metrics");

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body())
          .contains("afterimage_events_total{phase=\"start\"} 1.0")
          .contains("jvm_memory_used_bytes")
          .contains("process_cpu_usage");
    }
  }

  @Test
  void shouldSayWhetherTheProcessIsWell() throws Exception {
    AtomicBoolean well = new AtomicBoolean();
    try (MetricsEndpoint endpoint = MetricsEndpoint.open("127.0.0.1", 0, () -> "", well::get)) {
      assertThat(get(endpoint.port(), "/health").statusCode()).isEqualTo(503);
      well.set(true);
      assertThat(get(endpoint.port(), "/health").body()).isEqualTo("ok\n");
    }
  }

  @Test
  void shouldKnowNoOtherPage() throws Exception {
    try (MetricsEndpoint endpoint = MetricsEndpoint.open("127.0.0.1", 0, () -> "x", () -> true)) {
      assertThat(get(endpoint.port(), "/").statusCode()).isEqualTo(404);
      assertThat(get(endpoint.port(), "/metricsandmore").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void shouldCountWithoutAPortToo() {
    try (ProcessMetrics metrics =
        ProcessMetrics.open(new AfterimageConfig.Metrics(0, "127.0.0.1"), () -> true)) {
      metrics.registry().counter("c").increment();
      assertThat(metrics.registry().counter("c").count()).isEqualTo(1);
    }
  }

  @Test
  void shouldSayThatThePortIsInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(
              () -> MetricsEndpoint.open("127.0.0.1", taken.getLocalPort(), () -> "", () -> true))
          .isInstanceOf(AppException.class)
          .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
          .hasMessageContaining("set metrics.port to a free port");
    }
  }

  private static HttpResponse<String> get(int port, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private static int freePort() throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }
}
