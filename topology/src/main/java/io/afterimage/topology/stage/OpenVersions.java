package io.afterimage.topology.stage;

import io.afterimage.inference.live.LivePack;
import io.afterimage.inference.live.PackVersion;
import io.afterimage.inference.live.PackVersion.Lease;
import io.afterimage.inference.live.Versions;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a task has opened of a pack's versions: made when a version is first picked, closed when it
 * has gone. One thread at a time.
 *
 * @param <T> what uses a version
 */
public final class OpenVersions<T extends OpenVersions.User> implements AutoCloseable {
  private final LivePack pack;
  private final Function<Lease, T> opener;
  private final Map<PackVersion, T> users = new HashMap<>();
  private @Nullable Versions seen;

  /** Uses a version, and owns the lease on it. */
  public interface User extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Nothing is opened yet.
   *
   * @param opener makes the user of a version; takes the lease over, and closes it if it fails
   */
  public OpenVersions(LivePack pack, Function<Lease, T> opener) {
    this.pack = pack;
    this.opener = opener;
  }

  /**
   * What uses the version that is chosen.
   *
   * @param choice which one of those that there are now; null for none
   * @return null if none is chosen
   */
  public @Nullable T pick(Function<Versions, @Nullable PackVersion> choice) {
    Versions now = pack.versions();
    if (!now.equals(seen)) {
      drop(now);
      seen = now;
    }
    PackVersion version = choice.apply(now);
    if (version == null) {
      return null;
    }
    T user = users.get(version);
    return user == null ? open(choice) : user;
  }

  private @Nullable T open(Function<Versions, @Nullable PackVersion> choice) {
    Lease lease = pack.lease(choice);
    if (lease == null) {
      return null;
    }
    T known = users.get(lease.version());
    if (known != null) {
      // The versions changed in between.
      lease.close();
      return known;
    }
    T user = opener.apply(lease);
    users.put(lease.version(), user);
    return user;
  }

  private void drop(Versions now) {
    users
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = !now.contains(entry.getKey());
              if (gone) {
                entry.getValue().close();
              }
              return gone;
            });
  }

  @Override
  public void close() {
    users.values().forEach(User::close);
    users.clear();
  }
}
