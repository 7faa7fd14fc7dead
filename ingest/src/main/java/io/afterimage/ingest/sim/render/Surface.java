package io.afterimage.ingest.sim.render;

import io.afterimage.ingest.sim.figure.Capsule;
import io.afterimage.ingest.sim.geometry.Lens;
import io.afterimage.ingest.sim.geometry.Rgb;
import io.afterimage.ingest.sim.geometry.Vec3;
import io.afterimage.ingest.sim.scene.Light;

/** How a piece of a body looks: its light, its creases and, on a head, face and hair. Used once. */
final class Surface {
  private final Capsule piece;
  private final Creases creases;
  private final float lightX;
  private final float lightY;
  private final float lightZ;
  private final float ambient;
  private final float key;
  private final float folds;
  private final float foldScale;
  private final int foldOrigin;
  private final float[] face = new float[3];
  private final float[] crown = new float[3];

  Surface(Stroke stroke, Lens lens, Light light, Creases creases) {
    this.piece = stroke.capsule();
    this.creases = creases;
    Vec3 middle = piece.from().toward(piece.to(), 0.5);
    Vec3 way = light.lamp().minus(middle);
    double distance = Math.max(0.5, way.length());
    double falloff = Math.min(1.5, light.lamp().z() * light.lamp().z() / (distance * distance));
    Vec3 toLamp = way.unit();
    this.lightX = (float) toLamp.dot(lens.right());
    this.lightY = (float) toLamp.dot(lens.down());
    this.lightZ = (float) -toLamp.dot(lens.forward());
    double corner = vignette(stroke, light, lens);
    this.ambient = (float) (255 * corner * light.ambient());
    this.key = (float) (255 * corner * light.key() * falloff);
    this.folds = (float) (piece.folds() * 0.22);
    this.foldScale = (float) (piece.from().minus(piece.to()).length() * 90 + 1);
    this.foldOrigin = Double.hashCode(piece.fromRadius() * 977 + piece.folds()) & 255;
    Capsule.Head head = piece.head();
    if (head != null) {
      seen(head.face(), lens, face);
      seen(head.crown(), lens, crown);
    }
  }

  private static double vignette(Stroke stroke, Light light, Lens lens) {
    double x = (stroke.fromX() + stroke.toX()) / 2 / lens.width() - 0.5;
    double y = ((stroke.fromY() + stroke.toY()) / 2 - lens.height() / 2.0) / lens.width();
    return 1 - light.vignette() * 2.2 * Math.min(0.39, x * x + y * y);
  }

  private static void seen(Vec3 direction, Lens lens, float[] target) {
    target[0] = (float) direction.dot(lens.right());
    target[1] = (float) direction.dot(lens.down());
    target[2] = (float) -direction.dot(lens.forward());
  }

  /**
   * Lays this surface over a pixel.
   *
   * @param cover how much of the pixel it covers, from 0 to 1
   * @param depth how far it is, in metres
   * @param share how far along the piece, from 0 to 1
   * @param across how far across the piece, from -1 to 1
   * @param nx the surface's direction, in the picture's own axes
   * @param ny the surface's direction
   * @param nz the surface's direction, towards the camera
   */
  void shade(
      Layer layer,
      int pixel,
      float cover,
      float depth,
      float share,
      float across,
      float nx,
      float ny,
      float nz) {
    float facing = Math.max(0, nx * lightX + ny * lightY + (0.35f + 0.65f * nz) * lightZ);
    float bright = ambient * (0.75f + 0.25f * nz) + key * (0.3f + 0.7f * facing);
    if (folds > 0) {
      int u = foldOrigin + (int) (share * foldScale);
      int v = foldOrigin * 3 + (int) (across * 14);
      bright *= 1 + folds * creases.at(u, v);
    }
    Rgb colour = colour(nx, ny, nz);
    layer.blend(
        pixel,
        cover,
        depth,
        colour.blue() * bright,
        colour.green() * bright,
        colour.red() * bright);
  }

  private Rgb colour(float nx, float ny, float nz) {
    Capsule.Head head = piece.head();
    if (head == null) {
      return piece.colour();
    }
    float toFace = nx * face[0] + ny * face[1] + nz * face[2];
    float toCrown = nx * crown[0] + ny * crown[1] + nz * crown[2];
    return toFace > 0.25f && toCrown < 0.62f ? head.skin() : piece.colour();
  }
}
