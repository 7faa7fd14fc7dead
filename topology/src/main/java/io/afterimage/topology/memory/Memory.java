package io.afterimage.topology.memory;

import io.afterimage.contract.Position;
import io.afterimage.contract.event.PackRef;
import io.afterimage.contract.feature.Tensor;
import io.afterimage.topology.rules.CutState;
import io.afterimage.topology.rules.EventState;
import java.time.Instant;
import java.util.List;

/**
 * What is kept of one camera for one pack between two records. It is read from the store, changed
 * by one record, and written back, all by one thread; an instance is never shared.
 */
public final class Memory {
  private static final Position NOWHERE = new Position(1, -1, 0, Instant.EPOCH);

  private PackRef pack;
  private long epoch;
  private Position last = NOWHERE;
  private int periodUs;
  private boolean fresh = true;
  private boolean idle;
  private boolean ended;
  private int segment;
  private long seenAtMs;
  private Trouble trouble = Trouble.NONE;
  private CutState cut = CutState.NONE;
  private List<Tensor> states = List.of();
  private EventState events;

  private Memory(PackRef pack, int labels) {
    this.pack = pack;
    this.events = new EventState(labels);
  }

  /** The memory of a camera that was never seen: epoch 0, before every epoch. */
  public static Memory blank(PackRef pack, int labels) {
    return new Memory(pack, labels);
  }

  /** The memory with the fields as they were written down; the rest is blank. */
  static Memory restored(
      PackRef pack, int labels, Fence fence, boolean fresh, int periodUs, int segment) {
    Memory memory = new Memory(pack, labels);
    memory.epoch = fence.epoch();
    memory.last = fence.last();
    memory.idle = fence.idle();
    memory.ended = fence.ended();
    memory.fresh = fresh;
    memory.periodUs = periodUs;
    memory.segment = segment;
    return memory;
  }

  /**
   * What tells new records from repeated ones.
   *
   * @param epoch the camera's epoch
   * @param last the last frame
   * @param idle whether an idle marker came after it
   * @param ended whether the epoch is over
   */
  record Fence(long epoch, Position last, boolean idle, boolean ended) {}

  /** Adds what a camera in the middle of a stream remembers. */
  void restore(CutState cut, List<Tensor> states, EventState events) {
    this.cut = cut;
    this.states = states;
    this.events = events;
  }

  /** Turns to a new epoch, before its first frame. The events must be closed. */
  public void begin(long epoch) {
    this.epoch = epoch;
    last = NOWHERE;
    idle = false;
    ended = false;
    segment = 0;
    periodUs = 0;
    forget();
  }

  /** Forgets what was seen, not where the stream is: the next frame is as a stream's first. */
  public void forget() {
    fresh = true;
    cut = CutState.NONE;
    states = List.of();
    events = new EventState(events.labels());
  }

  /** Becomes the memory of a pack that continues it. */
  public void adopt(PackRef pack) {
    this.pack = pack;
  }

  /** Becomes the memory of a pack that knows nothing of it. The events must be closed. */
  public void giveTo(PackRef pack, int labels) {
    this.pack = pack;
    events = new EventState(labels);
    forget();
  }

  /** Opens the next segment, which begins with a frame of another scene. */
  public void cutTo(CutState reference) {
    forget();
    cut = reference;
    segment++;
  }

  /** Keeps what the scene-cut rule remembers. */
  public void follow(CutState cut) {
    this.cut = cut;
  }

  /** Moves on by a frame. */
  public void advance(Position frame, int periodUs, List<Tensor> states) {
    last = frame;
    this.periodUs = periodUs;
    this.states = states;
    fresh = false;
    idle = false;
  }

  /** Notes an idle marker: frames up to its number are past. */
  public void rest(long seq) {
    fence(seq);
    idle = true;
  }

  /** Shrinks to the fence: the epoch is over. */
  public void end(long seq) {
    forget();
    fence(seq);
    idle = false;
    ended = true;
  }

  private void fence(long seq) {
    last =
        new Position(
            Math.max(1, epoch), Math.max(seq, last.seq()), last.ptsUs(), last.captureTime());
  }

  /** Notes how the pack fares with the camera's frames. */
  public void trouble(Trouble trouble) {
    this.trouble = trouble;
  }

  /** Notes the wall clock at which a record changed it. */
  public void seen(long atMs) {
    seenAtMs = atMs;
  }

  /** The pack whose memory it is. */
  public PackRef pack() {
    return pack;
  }

  /** The camera's epoch; 0: never seen. */
  public long epoch() {
    return epoch;
  }

  /** The last frame of the epoch; its number is -1 before the first. */
  public Position last() {
    return last;
  }

  /** The source's interval between frames at the last frame, microseconds. */
  public int periodUs() {
    return periodUs;
  }

  /** Whether no frame was stepped since the start or the last reset. */
  public boolean fresh() {
    return fresh;
  }

  /** Whether an idle marker came after the last frame. */
  public boolean idle() {
    return idle;
  }

  /** Whether the epoch is over. */
  public boolean ended() {
    return ended;
  }

  /** How many scene cuts the epoch has had. */
  public int segment() {
    return segment;
  }

  /**
   * Wall clock at which a record last changed it, milliseconds since 1970. Only the silence rule
   * reads it.
   */
  public long seenAtMs() {
    return seenAtMs;
  }

  /** How often the pack failed on the camera's last frames. */
  public Trouble trouble() {
    return trouble;
  }

  /** What the scene-cut rule remembers. */
  public CutState cut() {
    return cut;
  }

  /** The hidden state in the manifest's order; nothing if {@link #fresh}. */
  public List<Tensor> states() {
    return states;
  }

  /** What the event rules remember. */
  public EventState events() {
    return events;
  }
}
