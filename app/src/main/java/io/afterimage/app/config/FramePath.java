package io.afterimage.app.config;

/** How frames get from cameras to the encoder where one process has both. */
public enum FramePath {
  /** Over the topic of frames. */
  TOPIC,
  /** In memory: only features go to Kafka. */
  MEMORY
}
