package io.afterimage.ingest.sim.figure;

import io.afterimage.ingest.sim.geometry.Vec3;

/**
 * How a body holds itself: where pelvis, hands and feet are, and where spine, face, elbows and
 * knees point. Joints in between follow from the limbs' lengths, so a mix of two poses is a pose. A
 * posture of the library faces +x with its pelvis near the origin, for a body 1.7 m tall.
 * Immutable.
 */
public final class Pose {
  private static final Channel[] CHANNELS = Channel.values();
  private final double[] values;

  private Pose(double[] values) {
    this.values = values;
  }

  /** Returns a pose with every channel at zero, to be filled by {@link #with}. */
  public static Pose blank() {
    return new Pose(new double[3 * CHANNELS.length]);
  }

  /** Returns one channel. */
  public Vec3 get(Channel channel) {
    int i = 3 * channel.slot();
    return new Vec3(values[i], values[i + 1], values[i + 2]);
  }

  /** Returns this pose with one channel replaced. */
  public Pose with(Channel channel, Vec3 value) {
    return with(channel, value.x(), value.y(), value.z());
  }

  /** Returns this pose with one channel replaced. */
  public Pose with(Channel channel, double x, double y, double z) {
    double[] copy = values.clone();
    int i = 3 * channel.slot();
    copy[i] = x;
    copy[i + 1] = y;
    copy[i + 2] = z;
    return new Pose(copy);
  }

  /** Returns this pose with {@code shift} added to one channel. */
  public Pose shifted(Channel channel, double x, double y, double z) {
    Vec3 old = get(channel);
    return with(channel, old.x() + x, old.y() + y, old.z() + z);
  }

  /** Returns the pose at {@code share} (0 to 1) of the way to {@code other}. */
  public Pose toward(Pose other, double share) {
    double[] mixed = new double[values.length];
    for (int i = 0; i < mixed.length; i++) {
      mixed[i] = values[i] + (other.values[i] - values[i]) * share;
    }
    return new Pose(mixed);
  }

  /** Returns the pose on a smooth curve through four poses, between {@code b} and {@code c}. */
  public static Pose curve(Pose a, Pose b, Pose c, Pose d, double share) {
    double t = share;
    double wa = ((-t + 2) * t - 1) * t / 2;
    double wb = ((3 * t - 5) * t * t + 2) / 2;
    double wc = ((-3 * t + 4) * t + 1) * t / 2;
    double wd = (t - 1) * t * t / 2;
    double[] mixed = new double[b.values.length];
    for (int i = 0; i < mixed.length; i++) {
      mixed[i] = wa * a.values[i] + wb * b.values[i] + wc * c.values[i] + wd * d.values[i];
    }
    return new Pose(mixed);
  }

  /** Returns this pose for a body of another size. */
  public Pose scaled(double factor) {
    double[] copy = values.clone();
    for (Channel channel : CHANNELS) {
      if (channel.place()) {
        int i = 3 * channel.slot();
        copy[i] *= factor;
        copy[i + 1] *= factor;
        copy[i + 2] *= factor;
      }
    }
    return new Pose(copy);
  }

  /** Returns this pose turned about the vertical through the origin. */
  public Pose turned(double angle) {
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    double[] copy = values.clone();
    for (int i = 0; i < copy.length; i += 3) {
      copy[i] = values[i] * cos - values[i + 1] * sin;
      copy[i + 1] = values[i] * sin + values[i + 1] * cos;
    }
    return new Pose(copy);
  }

  /** Returns this pose with its places moved. */
  public Pose moved(double x, double y, double z) {
    double[] copy = values.clone();
    for (Channel channel : CHANNELS) {
      if (channel.place()) {
        int i = 3 * channel.slot();
        copy[i] += x;
        copy[i + 1] += y;
        copy[i + 2] += z;
      }
    }
    return new Pose(copy);
  }
}
