package io.afterimage.topology;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;

/**
 * RocksDB for small memories that are overwritten all the time: each of a task's stores may take 8
 * MiB for writes and 4 MiB for reads rather than 48 and 50.
 */
public final class MemoryRocksDb implements RocksDBConfigSetter {
  private static final long WRITE_BUFFER = 4L << 20;
  private static final int WRITE_BUFFERS = 2;
  private static final long CACHE = 4L << 20;

  private final LRUCache cache = new LRUCache(CACHE);

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    if (options.tableFormatConfig() instanceof BlockBasedTableConfig table) {
      table.setBlockCache(cache);
      options.setTableFormatConfig(table);
    }
    options.setWriteBufferSize(WRITE_BUFFER);
    options.setMaxWriteBufferNumber(WRITE_BUFFERS);
  }

  @Override
  public void close(String storeName, Options options) {
    cache.close();
  }
}
