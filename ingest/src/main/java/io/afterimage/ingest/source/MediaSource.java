package io.afterimage.ingest.source;

import io.afterimage.ingest.IngestException;
import io.afterimage.ingest.IngestException.Code;
import io.afterimage.ingest.LoopFilter;
import io.afterimage.ingest.SourceAddress;
import io.afterimage.ingest.SourceInfo;
import io.afterimage.ingest.picture.Picture;
import io.afterimage.ingest.stream.CallDeadline;
import io.afterimage.ingest.stream.Deadlines;
import io.afterimage.ingest.stream.Decoder;
import io.afterimage.ingest.stream.Demuxer;
import io.afterimage.ingest.stream.Packet;
import io.afterimage.ingest.stream.StreamInfo;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A camera or file that FFmpeg reads. */
final class MediaSource implements PictureSource {
  private static final long SHORT_US = 1_000_000;

  private final SourceAddress address;
  private final Demuxer demuxer;
  private final Decoder decoder;
  private final StreamInfo stream;
  private final SourceInfo info;
  private final @Nullable Pacer pacer;
  private final PacketQueue packets = new PacketQueue();
  private final Picture picture = new Picture();
  private Instant captureTime = Instant.EPOCH;
  private long receivedNanos;
  private long damaged;
  private long pictures;
  private long firstUs = Arrival.NO_TIME;
  private long lastUs;
  private long neededFromUs = Arrival.NO_TIME;
  private boolean decoding;
  private boolean ended;
  private boolean drained;
  private boolean broken;

  private MediaSource(
      SourceAddress address, Demuxer demuxer, Decoder decoder, @Nullable Pacer forFiles) {
    this.address = address;
    this.demuxer = demuxer;
    this.decoder = decoder;
    this.stream = demuxer.info();
    boolean stored = address.isFinite() || (isHttp() && stream.durationUs().isPresent());
    this.info =
        new SourceInfo(
            stream.codec(),
            stream.width(),
            stream.height(),
            stream.frameRate(),
            stored ? stream.durationUs() : OptionalLong.empty(),
            stored);
    this.pacer = stored ? forFiles : null;
    if (!stored) {
      demuxer.trustArrivalWhereTimeIsMadeUp();
    }
  }

  /**
   * Opens a source.
   *
   * @param filtered which pictures get the codec's loop filter
   * @param deadline closed by the caller, after this
   * @param pacer holds packets of files back until their time, or null
   */
  static MediaSource open(
      SourceAddress address,
      LoopFilter filtered,
      Deadlines deadlines,
      CallDeadline deadline,
      @Nullable Pacer pacer) {
    Demuxer demuxer = Demuxer.open(address, deadlines, deadline);
    try {
      return new MediaSource(address, demuxer, Decoder.open(address, demuxer, filtered), pacer);
    } catch (RuntimeException e) {
      demuxer.close();
      throw e;
    }
  }

  @Override
  public SourceInfo info() {
    return info;
  }

  @Override
  public @Nullable Arrival next() {
    while (!decoder.receive(picture)) {
      if (drained) {
        return end();
      }
      if (decoding) {
        decode();
      } else {
        read();
      }
    }
    pictures++;
    long time = stream.micros(picture.timestamp());
    if (time != Arrival.NO_TIME) {
      firstUs = firstUs == Arrival.NO_TIME ? time : firstUs;
      lastUs = time;
    }
    return new Arrival(picture.storedSize(), time, receivedNanos, captureTime, null, null);
  }

  @Override
  public void needFrom(long timeUs) {
    neededFromUs = timeUs;
  }

  @Override
  public Picture picture() {
    return picture;
  }

  @Override
  public long damaged() {
    return damaged + decoder.errors();
  }

  @Override
  public @Nullable String shortfall() {
    long shownUs = firstUs == Arrival.NO_TIME ? 0 : lastUs - firstUs;
    long missingUs = stream.trackUs().orElse(shownUs) - shownUs;
    if (info.finite() && missingUs > SHORT_US) {
      return String.format(
          Locale.ROOT,
          "%s ends after %.1f s although it announces %.1f s: it is cut off",
          address,
          shownUs / 1e6,
          stream.trackUs().orElse(0) / 1e6);
    }
    return broken ? address + " breaks off before its end: it is cut off or damaged" : null;
  }

  @Override
  public void close() {
    picture.close();
    packets.close();
    decoder.close();
    demuxer.close();
  }

  private void read() {
    switch (demuxer.read(packets.next().packet())) {
      case PACKET -> arrived();
      case DAMAGED -> {
        damaged++;
        arrived();
      }
      case NOTHING -> {}
      case BROKEN -> {
        broken = true;
        stop();
      }
      case END -> stop();
    }
  }

  private void arrived() {
    PacketQueue.Waiting next = packets.next();
    packets.add();
    decoding = packets.isFull() || isNeeded(next.packet());
    // A paced picture counts from when a camera would have sent it, or a slow reader would hide its
    // lag from every latency.
    long lateUs = 0;
    if (pacer != null && decoding) {
      long time = stream.micros(next.packet().decodeTimestamp());
      lateUs = time == Arrival.NO_TIME ? 0 : pacer.await(time);
    }
    next.stamp(
        System.nanoTime() - TimeUnit.MICROSECONDS.toNanos(lateUs),
        Instant.now().minus(lateUs, ChronoUnit.MICROS).truncatedTo(ChronoUnit.MICROS));
  }

  private boolean isNeeded(Packet packet) {
    long time = stream.micros(packet.timestamp());
    return time == Arrival.NO_TIME || time >= neededFromUs;
  }

  /** What waits is decoded, and then what is inside the decoder. */
  private void stop() {
    ended = true;
    decoding = true;
  }

  private void decode() {
    if (!packets.isEmpty()) {
      PacketQueue.Waiting first = packets.take();
      receivedNanos = first.receivedNanos();
      captureTime = first.captureTime();
      decoder.send(first.packet());
      return;
    }
    decoding = false;
    if (ended) {
      decoder.drain();
      drained = true;
    }
  }

  private @Nullable Arrival end() {
    if (pictures == 0) {
      throw new IngestException(
          Code.UNDECODABLE,
          "no picture of %s could be decoded (codec %s, %d damaged packets): record it again"
              .formatted(address, stream.codec(), damaged()));
    }
    return null;
  }

  private boolean isHttp() {
    return address.kind() == SourceAddress.Kind.HTTP;
  }
}
