package io.afterimage.peers.flink;

import io.afterimage.contract.Position;
import io.afterimage.contract.WireTime;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Predictions and events as the peers' JSON. For one thread. */
final class ToldJson {
  private final JsonMapper mapper = JsonMapper.shared();
  private final PeerPack pack;

  ToldJson(PeerPack pack) {
    this.pack = pack;
  }

  byte[] prediction(String camera, Position at, float[] scores) {
    ObjectNode value = head(camera, at);
    value.put("seq", at.seq()).put("pts_us", at.ptsUs());
    value.put("label", pack.rules().get(EventMachine.top(scores)).label());
    ObjectNode named = value.putObject("scores");
    for (int label = 0; label < scores.length; label++) {
      named.put(pack.rules().get(label).label(), Math.rint(scores[label] * 1e6) / 1e6);
    }
    return mapper.writeValueAsBytes(value);
  }

  byte[] event(String camera, Position at, EventMachine.Told told) {
    ObjectNode value = head(camera, at);
    value.put("id", camera + "-" + at.epoch() + "-" + told.startSeq() + "-" + told.label());
    value.put("phase", told.phase()).put("label", told.label());
    value.put("start_pts_us", told.startPtsUs()).put("pts_us", told.ptsUs());
    return mapper.writeValueAsBytes(value);
  }

  private ObjectNode head(String camera, Position at) {
    ObjectNode value = mapper.createObjectNode();
    value.put("camera", camera).put("epoch", at.epoch());
    value.put("time_us", WireTime.micros(at.captureTime())).put("pack", pack.id());
    return value;
  }
}
