package io.afterimage.app.query;

import io.afterimage.contract.CameraId;

/** The paths of an instance's pages. Stateless. */
public final class Pages {
  /** Who it is. */
  public static final String INSTANCE = "/instance";

  /** The memories that lie there, copies included. */
  public static final String MEMORIES = "/memories";

  /** The memories of all instances. */
  public static final String EVERYWHERE = "/memories?everywhere=true";

  private Pages() {}

  /** A camera's memories, wherever they lie. */
  public static String memory(CameraId camera, boolean values) {
    return MEMORIES + "/" + camera + (values ? "?values=true" : "");
  }

  /** What an application keeps of a camera, wherever it lies. */
  public static String kept(String application, CameraId camera) {
    return "/applications/" + application + "/cameras/" + camera;
  }

  /** What lies on that instance of it. */
  static String here(String application, CameraId camera, boolean values) {
    return kept(application, camera) + "?here=true" + (values ? "&values=true" : "");
  }
}
