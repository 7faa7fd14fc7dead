package io.afterimage.ingest.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A host that accepts connections, sends the same bytes to each, and then says nothing. */
public final class SilentServer implements AutoCloseable {
  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private final CountDownLatch connected = new CountDownLatch(1);
  private final Thread thread;

  /** Says nothing at all. */
  public SilentServer() throws IOException {
    this(new byte[0]);
  }

  /** Says this. */
  public SilentServer(String greeting) throws IOException {
    this(greeting.getBytes(ISO_8859_1));
  }

  /** Says this. */
  public SilentServer(byte[] greeting) throws IOException {
    thread = new Thread(() -> serve(greeting.clone()), "silent-server");
    thread.setDaemon(true);
    thread.start();
  }

  /** Where it listens, on the loopback address. */
  public int port() {
    return socket.getLocalPort();
  }

  /** Waits until somebody has connected. */
  public void awaitConnection() throws InterruptedException {
    if (!connected.await(10, TimeUnit.SECONDS)) {
      throw new AssertionError("nobody connected");
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket connection : connections) {
      connection.close();
    }
  }

  private void serve(byte[] greeting) {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        connections.add(connection);
        if (greeting.length > 0) {
          connection.getInputStream().read(new byte[4096]);
          connection.getOutputStream().write(greeting);
        }
        connected.countDown();
      } catch (IOException e) {
        // The peer went away, or this server was closed.
      }
    }
  }
}
