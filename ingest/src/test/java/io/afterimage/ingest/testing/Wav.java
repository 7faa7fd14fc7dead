package io.afterimage.ingest.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** A second of silence. */
public final class Wav {
  private static final int RATE = 8000;

  private Wav() {}

  /** Writes it as 16-bit mono. */
  public static Path write(Path file) throws IOException {
    ByteBuffer wav = ByteBuffer.allocate(44 + RATE * 2).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(US_ASCII)).putInt(36 + RATE * 2).put("WAVEfmt ".getBytes(US_ASCII));
    wav.putInt(16).putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(RATE * 2);
    wav.putShort((short) 2).putShort((short) 16).put("data".getBytes(US_ASCII)).putInt(RATE * 2);
    return Files.write(file, wav.array());
  }
}
