package io.afterimage.bench.chaos.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between clients and one port of this machine, and passes bytes on as its {@link Weather}
 * allows. Two threads a connection. Thread-safe.
 */
public final class SlowProxy implements AutoCloseable {
  private static final int CHUNK = 32 << 10;
  private static final long STACK = 128 << 10;

  private final ServerSocket server;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Object change = new Object();
  private volatile Weather weather = Weather.FAIR;
  private volatile boolean closed;

  private SlowProxy(ServerSocket server, int target) {
    this.server = server;
    this.target = target;
  }

  /**
   * Begins to listen.
   *
   * @param port where clients connect
   * @param target the port that they are passed on to
   * @throws IOException if the port cannot be listened on
   */
  public static SlowProxy open(int port, int target) throws IOException {
    ServerSocket server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
    SlowProxy proxy = new SlowProxy(server, target);
    proxy.spawn("accept", proxy::accept);
    return proxy;
  }

  /** Changes the weather at once, for open connections too. */
  public void set(Weather next) {
    synchronized (change) {
      weather = next;
      change.notifyAll();
    }
    if (next.cut()) {
      open.forEach(SlowProxy::close);
    }
  }

  @Override
  public void close() {
    closed = true;
    set(Weather.FAIR);
    try {
      server.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } finally {
      open.forEach(SlowProxy::close);
    }
  }

  private void accept() {
    while (!closed) {
      try {
        Socket client = server.accept();
        spawn("connect", () -> connect(client));
      } catch (IOException e) {
        if (!closed) {
          throw new java.io.UncheckedIOException(e);
        }
      }
    }
  }

  private void connect(Socket client) {
    Socket broker = new Socket();
    open.add(client);
    open.add(broker);
    try {
      if (weather.cut() || closed) {
        throw new IOException("cut");
      }
      broker.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), 5_000);
      client.setTcpNoDelay(true);
      broker.setTcpNoDelay(true);
      spawn("back", () -> pass(broker, client));
      pass(client, broker);
    } catch (IOException e) {
      drop(client, broker); // The broker is down: so is the connection.
    }
  }

  private void pass(Socket from, Socket to) {
    byte[] chunk = new byte[CHUNK];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        weatherIt(count);
        out.write(chunk, 0, count);
      }
    } catch (IOException e) {
      // Either side went away; the other one is told below.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      drop(from, to);
    }
  }

  private void weatherIt(int bytes) throws InterruptedException {
    Weather now = weather;
    if (now.equals(Weather.FAIR)) {
      return;
    }
    long delay = now.delayMs();
    if (now.bytesPerSecond() > 0) {
      delay += 1_000L * bytes / now.bytesPerSecond();
    }
    long until = System.nanoTime() + delay * 1_000_000;
    synchronized (change) {
      while (weather.stalled()) {
        change.wait();
      }
      long leftMs = (until - System.nanoTime()) / 1_000_000;
      while (leftMs > 0 && !weather.equals(Weather.FAIR)) {
        change.wait(leftMs);
        leftMs = (until - System.nanoTime()) / 1_000_000;
      }
    }
  }

  private void drop(Socket one, Socket other) {
    close(one);
    close(other);
    open.remove(one);
    open.remove(other);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void spawn(String what, Runnable task) {
    Thread thread = new Thread(null, task, "chaos-proxy-" + target + "-" + what, STACK);
    thread.setDaemon(true);
    thread.start();
  }
}
