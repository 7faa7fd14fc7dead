package io.afterimage.topology.window;

import io.afterimage.inference.live.LivePack;
import io.afterimage.inference.live.PackVersion;
import io.afterimage.inference.live.Versions;
import org.jspecify.annotations.Nullable;

/**
 * A caption pack's rules, of which there may be several versions at a time: those in which windows
 * are asked about are the leading version's. Thread-safe.
 */
public interface LiveRules {
  /** The pack's id. */
  String id();

  /**
   * The rules for a frame: the leading version's, unless only the other one reads its encoder's
   * features.
   */
  CaptionRules forFrame(String encoder);

  /**
   * The rules for a window between two frames: the version's that kept it.
   *
   * @param pack that one's hash; null if nothing is kept
   */
  CaptionRules forWindow(@Nullable String pack);

  /** Whether a version goes on with the windows that the content of that hash has kept. */
  boolean continues(CaptionRules rules, String pack);

  /** Rules that never change. */
  static LiveRules fixed(CaptionRules rules) {
    return new LiveRules() {
      @Override
      public String id() {
        return rules.pack().id();
      }

      @Override
      public CaptionRules forFrame(String encoder) {
        return rules;
      }

      @Override
      public CaptionRules forWindow(@Nullable String pack) {
        return rules;
      }

      @Override
      public boolean continues(CaptionRules rules, String pack) {
        return false;
      }
    };
  }

  /** The rules of a pack that may be replaced. */
  static LiveRules of(LivePack pack) {
    return new LiveRules() {
      @Override
      public String id() {
        return pack.id();
      }

      @Override
      public CaptionRules forFrame(String encoder) {
        Versions versions = pack.versions();
        PackVersion leader = versions.leader();
        PackVersion reading = versions.reading(encoder);
        return rules(leader.encoder().equals(encoder) || reading == null ? leader : reading);
      }

      @Override
      public CaptionRules forWindow(@Nullable String hash) {
        Versions versions = pack.versions();
        PackVersion kept = hash == null ? null : versions.of(hash);
        return rules(kept == null ? versions.leader() : kept);
      }

      @Override
      public boolean continues(CaptionRules rules, String older) {
        Versions versions = pack.versions();
        PackVersion version = versions.of(rules.pack().sha256());
        return version != null && versions.continues(version, older);
      }

      private static CaptionRules rules(PackVersion version) {
        return CaptionRules.of(version.pack());
      }
    };
  }
}
