package io.afterimage.ingest.picture;

import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import org.bytedeco.ffmpeg.avutil.AVDictionary;

/** Options for FFmpeg; owns the dictionary, which calls of FFmpeg replace. */
public final class Dictionary implements AutoCloseable {
  private final AVDictionary entries = new AVDictionary(null);

  /** No options. */
  public Dictionary() {}

  /** Sets an option; this dictionary again. */
  public Dictionary set(String key, String value) {
    AvError.check(av_dict_set(entries, key, value, 0), "setting option " + key);
    return this;
  }

  /** What FFmpeg takes; still this object's. */
  public AVDictionary entries() {
    return entries;
  }

  @Override
  public void close() {
    av_dict_free(entries);
  }
}
