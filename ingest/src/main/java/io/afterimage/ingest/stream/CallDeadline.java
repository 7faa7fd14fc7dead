package io.afterimage.ingest.stream;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Ends a call of FFmpeg that blocks: at its deadline, or once {@link #cancel()} is called from any
 * thread. One per source; the thread that reads sets the deadlines and closes it after everything
 * that it is attached to.
 */
public final class CallDeadline implements AutoCloseable {
  private static final long NONE = Long.MAX_VALUE;

  /**
   * JavaCPP has room for ten function objects of a type, so all sources share this one, which holds
   * nothing: what it looks at is the pointer that FFmpeg hands it.
   */
  private static final Callback CALLBACK = new Callback();

  private final LongPointer until = new LongPointer(1);
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private boolean closed;

  /** A deadline that is not set. */
  public CallDeadline() {
    until.put(NONE);
  }

  /** Makes FFmpeg ask this deadline whenever it waits. Before the context is opened. */
  void attach(AVFormatContext context) {
    AVIOInterruptCB interrupt = context.interrupt_callback();
    interrupt.callback(CALLBACK);
    interrupt.opaque(until);
  }

  /** From now on calls may take this long. */
  public synchronized void start(Duration most) {
    if (!isCancelled() && !closed) {
      until.put(System.nanoTime() + most.toNanos());
    }
  }

  /** Ends the call that blocks, and every later one. Thread-safe. */
  public synchronized void cancel() {
    cancelled.countDown();
    if (!closed) {
      until.put(System.nanoTime() - 1);
    }
  }

  /** Whether {@link #cancel()} was called. */
  public boolean isCancelled() {
    return cancelled.getCount() == 0;
  }

  /** Waits without FFmpeg; true as soon as {@link #cancel()} is called. */
  public boolean await(long time, TimeUnit unit) throws InterruptedException {
    return cancelled.await(time, unit);
  }

  /** Whether the time is up. */
  public synchronized boolean isOver() {
    return !closed && isOver(until.get());
  }

  @Override
  public synchronized void close() {
    closed = true;
    until.deallocate();
  }

  private static boolean isOver(long until) {
    return until != NONE && System.nanoTime() - until > 0;
  }

  private static final class Callback extends AVIOInterruptCB.Callback_Pointer {
    @Override
    public int call(Pointer opaque) {
      return isOver(new LongPointer(opaque).get()) ? 1 : 0;
    }
  }
}
