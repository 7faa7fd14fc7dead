package io.afterimage.ingest.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.ingest.sim.script.LabelledSegment;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedRoomTest {
  private static final long MINUTE_US = 60_000_000;

  private static SimulatedRoom room(long seed) {
    return new SimulatedRoom(RoomSpec.parse("sim:room?seed=" + seed + "&size=160x120"));
  }

  private static byte[] frameAt(SimulatedRoom room, long ptsUs) {
    byte[] frame = new byte[room.frameBytes()];
    room.render(ptsUs, frame);
    return frame;
  }

  private static double difference(byte[] one, byte[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += Math.abs((one[i] & 255) - (other[i] & 255));
    }
    return sum / one.length;
  }

  @Test
  void shouldRepeatItsFramesByteForByte() {
    SimulatedRoom first = room(3);
    SimulatedRoom second = room(3);
    for (long ptsUs = 0; ptsUs < MINUTE_US; ptsUs += 1_480_000) {
      assertThat(frameAt(second, ptsUs)).isEqualTo(frameAt(first, ptsUs));
    }
  }

  @Test
  void shouldDrawAFrameAloneAsInItsSequence() {
    SimulatedRoom played = room(5);
    byte[] frame = new byte[played.frameBytes()];
    for (int i = 0; i <= 400; i++) {
      played.render(played.ptsUs(i), frame);
    }
    SimulatedRoom sought = room(5);
    sought.render(3 * MINUTE_US, new byte[sought.frameBytes()]);
    assertThat(frameAt(sought, sought.ptsUs(400))).isEqualTo(frame);
  }

  @Test
  void shouldDrawTheSameIntoAnImage() {
    SimulatedRoom room = room(6);
    BufferedImage image = new BufferedImage(160, 120, BufferedImage.TYPE_3BYTE_BGR);
    room.render(20_000_000, image);
    assertThat(((DataBufferByte) image.getRaster().getDataBuffer()).getData())
        .isEqualTo(frameAt(room, 20_000_000));
  }

  @Test
  void shouldDrawOtherRoomsForOtherSeeds() {
    byte[] one = frameAt(room(11), 2_000_000);
    byte[] other = frameAt(room(12), 2_000_000);
    assertThat(difference(one, other)).isGreaterThan(3);
  }

  @Test
  void shouldShowNobodyWhenEmptyAndSomebodyOtherwise() {
    SimulatedRoom room = room(21);
    byte[] before = frameAt(room, room.segments(MINUTE_US).get(0).endUs() - 80_000);
    List<LabelledSegment> segments = room.segments(MINUTE_US);
    for (LabelledSegment segment : segments.subList(1, segments.size())) {
      long middle = (segment.startUs() + segment.endUs()) / 2;
      int strongest = strongestBlock(frameAt(room, middle), before).difference;
      if (segment.label().equals("empty")) {
        assertThat(strongest).as("%s", segment).isLessThan(14);
      } else {
        assertThat(strongest).as("%s", segment).isGreaterThan(14);
      }
    }
  }

  /** What differs most from the empty room is a person. */
  @Test
  void shouldSayWhereThePersonIs() {
    int boxes = 0;
    int inside = 0;
    int empty = 0;
    for (int seed = 21; seed < 25; seed++) {
      SimulatedRoom room = room(seed);
      List<LabelledSegment> segments = room.segments(MINUTE_US);
      byte[] before = frameAt(room, segments.get(0).endUs() - 80_000);
      for (LabelledSegment segment : segments) {
        long middle = (segment.startUs() + segment.endUs()) / 2;
        PersonBox box = room.personAt(middle);
        if (segment.label().equals("empty")) {
          // A room counts as empty, too, while next to nothing of somebody is in the picture.
          empty += box == null ? 1 : 0;
          continue;
        }
        assertThat(box != null).as("%s", segment).isTrue();
        if (box != null) {
          int at = strongestBlock(frameAt(room, middle), before).at;
          double column = (at % 160 + 2) / 160.0;
          double row = (at / 160 + 2) / 120.0;
          if (column > box.left()
              && column < box.right()
              && row > box.top()
              && row < box.bottom()) {
            inside++;
          }
          assertThat(List.of(box.left(), box.top())).allMatch(share -> share >= 0 && share < 1);
          assertThat(box.right()).isGreaterThan(box.left()).isLessThanOrEqualTo(1);
          assertThat(box.bottom()).isGreaterThan(box.top()).isLessThanOrEqualTo(1);
          boxes++;
        }
      }
    }
    assertThat(boxes).isGreaterThan(20);
    // A mattress that was lain upon may have changed more.
    assertThat(inside).isGreaterThan(boxes * 3 / 4);
    assertThat(empty).isGreaterThan(3);
  }

  /**
   * A block of 4x4 pixels.
   *
   * @param difference the mean difference of its pixels
   * @param at its first pixel, row by row
   */
  private record Block(int difference, int at) {}

  /** Returns the block of the greatest difference. */
  private static Block strongestBlock(byte[] one, byte[] other) {
    Block strongest = new Block(0, 0);
    for (int row = 0; row + 4 <= 120; row += 4) {
      for (int column = 0; column + 4 <= 160; column += 4) {
        int sum = 0;
        for (int i = 0; i < 16; i++) {
          int at = 3 * ((row + i / 4) * 160 + column + i % 4) + 1;
          sum += Math.abs((one[at] & 255) - (other[at] & 255));
        }
        if (sum / 16 > strongest.difference) {
          strongest = new Block(sum / 16, row * 160 + column);
        }
      }
    }
    return strongest;
  }

  @Test
  void shouldStartDark() {
    SimulatedRoom room = room(1);
    byte[] first = frameAt(room, 0);
    byte[] later = frameAt(room, 1_600_000);
    assertThat(difference(first, new byte[first.length])).isLessThan(12);
    assertThat(difference(later, new byte[first.length])).isGreaterThan(30);
  }

  @Test
  void shouldCountFramesOfAStreamThatEnds() {
    SimulatedRoom room =
        new SimulatedRoom(RoomSpec.parse("sim:room?size=32x32&fps=12.5&duration=10s"));
    assertThat(room.frames()).isEqualTo(125);
    assertThat(room.ptsUs(124)).isEqualTo(9_920_000);
    assertThat(room(1).frames()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldRefuseTargetsOfAnotherShape() {
    SimulatedRoom room = room(1);
    assertThatThrownBy(() -> room.render(0, new byte[7]))
        .hasMessage("A frame takes 57600 bytes, not 7.");
    assertThatThrownBy(
            () -> room.render(0, new BufferedImage(160, 120, BufferedImage.TYPE_INT_RGB)))
        .hasMessage("The image must be of TYPE_3BYTE_BGR and 160x120 pixels.");
  }
}
