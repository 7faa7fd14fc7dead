package io.afterimage.peers.flink;

import ai.onnxruntime.OrtException;
import io.afterimage.contract.Position;
import io.afterimage.contract.Topics;
import io.afterimage.contract.feature.Feature;
import io.afterimage.contract.feature.FeatureCodec;
import io.afterimage.contract.feature.FeatureRecord;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** The recurrent step and the rules for one camera's features after the other. */
final class Reasoning extends KeyedProcessFunction<String, FeatureRow, ToldRow> {
  private static final long serialVersionUID = 1L;

  private final PeerPack pack;
  private final String predictions;
  private final String actions;
  private transient @Nullable MemoryGraph graph;
  private transient @Nullable EventMachine machine;
  private transient @Nullable ToldJson json;
  private transient @Nullable ValueState<CameraMemory> kept;

  Reasoning(PeerPack pack, Topics topics) {
    this.pack = pack;
    predictions = topics.predictions();
    actions = topics.actions();
  }

  @Override
  public void open(OpenContext context) throws OrtException {
    graph = new MemoryGraph(pack);
    machine = new EventMachine(pack.rules());
    json = new ToldJson(pack);
    kept = getRuntimeContext().getState(new ValueStateDescriptor<>("memory", CameraMemory.class));
  }

  @Override
  public void close() throws OrtException {
    if (graph != null) {
      graph.close();
    }
  }

  @Override
  public void processElement(FeatureRow row, Context context, Collector<ToldRow> out)
      throws Exception {
    if (kept == null || graph == null || machine == null || json == null) {
      throw new IllegalStateException("the function is not open");
    }
    FeatureRecord record = FeatureCodec.read(row.value);
    Position at = record.position();
    CameraMemory memory = kept.value();
    if (memory == null) {
      memory = new CameraMemory();
    }
    if (at.epoch() > memory.epoch) {
      memory.begin(at.epoch(), pack.stateElements());
    } else if (at.epoch() < memory.epoch || at.seq() <= memory.seq) {
      return;
    }
    if (record instanceof Feature feature) {
      float[] scores = graph.step(feature, memory.states);
      memory.seq = at.seq();
      out.collect(new ToldRow(predictions, row.camera, json.prediction(row.camera, at, scores)));
      for (EventMachine.Told told : machine.step(memory, at, scores)) {
        out.collect(new ToldRow(actions, row.camera, json.event(row.camera, at, told)));
      }
    } else if (memory.open >= 0) {
      EventMachine.Told told = machine.close(memory);
      out.collect(new ToldRow(actions, row.camera, json.event(row.camera, at, told)));
    }
    kept.update(memory);
  }
}
