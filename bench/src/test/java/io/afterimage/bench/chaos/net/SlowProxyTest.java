package io.afterimage.bench.chaos.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.bench.chaos.process.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SlowProxyTest {
  private final List<Integer> ports = Ports.free(2);
  private ServerSocket echo;
  private SlowProxy proxy;

  @BeforeEach
  void open() throws IOException {
    echo = new ServerSocket(ports.get(1), 5, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::echo);
    thread.setDaemon(true);
    thread.start();
    proxy = SlowProxy.open(ports.get(0), ports.get(1));
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
    echo.close();
  }

  @Test
  void shouldPassBytesOnInAnyWeatherThatLetsThem() throws IOException {
    try (Socket socket = connect()) {
      for (Weather weather : List.of(Weather.FAIR, Weather.late(20), Weather.narrow(1 << 10))) {
        proxy.set(weather);
        assertThat(ask(socket, 42)).isEqualTo(42);
      }
    }
  }

  @Test
  void shouldGoOnWhereItStoodStill() throws IOException {
    try (Socket socket = connect()) {
      assertThat(ask(socket, 1)).isEqualTo(1);
      proxy.set(Weather.still());
      socket.getOutputStream().write(2);
      proxy.set(Weather.FAIR);
      assertThat(socket.getInputStream().read()).isEqualTo(2);
    }
  }

  @Test
  void shouldBreakConnectionsAndLetNewOnesIn() throws IOException {
    try (Socket socket = connect()) {
      assertThat(ask(socket, 1)).isEqualTo(1);
      proxy.set(Weather.broken());
      assertThatThrownBy(
              () -> {
                if (socket.getInputStream().read() < 0) {
                  throw new IOException("ended");
                }
              })
          .isInstanceOf(IOException.class);
    }
    proxy.set(Weather.FAIR);
    try (Socket socket = connect()) {
      assertThat(ask(socket, 3)).isEqualTo(3);
    }
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), ports.get(0));
  }

  private static int ask(Socket socket, int value) throws IOException {
    socket.getOutputStream().write(value);
    return socket.getInputStream().read();
  }

  private void echo() {
    while (!echo.isClosed()) {
      try (Socket socket = echo.accept()) {
        socket.getInputStream().transferTo(socket.getOutputStream());
      } catch (IOException e) {
        // The connection was cut, or the test is over.
      }
    }
  }
}
