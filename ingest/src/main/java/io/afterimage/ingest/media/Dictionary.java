package io.afterimage.ingest.media;

import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import org.bytedeco.ffmpeg.avutil.AVDictionary;

/** Options for FFmpeg; owns the dictionary, which calls of FFmpeg replace. */
final class Dictionary implements AutoCloseable {
  private final AVDictionary entries = new AVDictionary(null);

  Dictionary set(String key, String value) {
    AvError.check(av_dict_set(entries, key, value, 0), "setting option " + key);
    return this;
  }

  AVDictionary entries() {
    return entries;
  }

  @Override
  public void close() {
    av_dict_free(entries);
  }
}
