package io.afterimage.bench.chaos;

/**
 * Lets Ctrl-C end a run in good order: its thread is interrupted, and closes all that it holds;
 * what processes are left then are killed.
 */
final class Cleanup implements AutoCloseable {
  private static final long PATIENCE_MS = 20_000;

  private final Thread worker;
  private final Thread hook = new Thread(this::stop, "chaos-cleanup");
  private volatile boolean stopping;

  Cleanup(Thread worker) {
    this.worker = worker;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void close() {
    if (!stopping) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }

  private void stop() {
    stopping = true;
    worker.interrupt();
    try {
      worker.join(PATIENCE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }
}
