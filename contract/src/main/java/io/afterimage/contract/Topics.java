package io.afterimage.contract;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The names of the topics under one prefix. All have the same number of partitions and are keyed by
 * camera id, so one camera's records stay in order from end to end. Immutable.
 *
 * @param prefix what every name starts with, without the dot
 */
public record Topics(String prefix) {
  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

  /** The default prefix. */
  public static final String DEFAULT_PREFIX = "afterimage";

  /**
   * @throws ContractException {@link ErrorCode#BAD_FIELD} if the prefix cannot start a topic's name
   */
  public Topics {
    if (prefix.length() > 200 || !ALLOWED.matcher(prefix).matches()) {
      throw new ContractException(
          ErrorCode.BAD_FIELD,
          "topic prefix '%s' is not valid: use letters, digits, '_' and '-', with dots between them"
              .formatted(prefix));
    }
  }

  /** Sampled pictures for the encoders. */
  public String frames() {
    return name("frames");
  }

  /** JPEG pictures for people, at most two a second and camera. */
  public String previews() {
    return name("previews");
  }

  /** What the encoders made of the frames. */
  public String features() {
    return name("features");
  }

  /** Action events: start, update, end. */
  public String actions() {
    return name("actions");
  }

  /** Windows of frames that are to be put into words. */
  public String captionRequests() {
    return name("caption-requests");
  }

  /** Wishes of people and programs for words about a camera, now. */
  public String captionAsks() {
    return name("caption-asks");
  }

  /** What the stages are told to do with a camera. */
  public String commands() {
    return name("commands");
  }

  /** What happened, in words. */
  public String captions() {
    return name("captions");
  }

  /** What was looked at for each word, and for each action's start. */
  public String attention() {
    return name("attention");
  }

  /** Scores of each frame; optional. */
  public String predictions() {
    return name("predictions");
  }

  /** Ground truth that a simulated camera tells about itself. */
  public String truth() {
    return name("truth");
  }

  /** Compacted: the last epoch given to each camera. */
  public String epochs() {
    return name("epochs");
  }

  /** Compacted: how each camera fares. */
  public String cameraStatus() {
    return name("camera-status");
  }

  /** References to records that could not be read, with the cause. */
  public String deadLetters() {
    return name("dead-letters");
  }

  /** Compacted: the processes that can be asked what they keep. */
  public String instances() {
    return name("instances");
  }

  /** All topics. */
  public List<String> all() {
    return List.of(
        frames(),
        previews(),
        features(),
        actions(),
        captionAsks(),
        commands(),
        captionRequests(),
        captions(),
        attention(),
        predictions(),
        truth(),
        epochs(),
        cameraStatus(),
        instances(),
        deadLetters());
  }

  private String name(String topic) {
    return prefix + "." + topic;
  }
}
