package io.afterimage.app.metrics;

import io.afterimage.app.config.AfterimageConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The meters of this process: those of the roles, the JVM and the machine. With a port they are
 * served over HTTP, without one only counted. Thread-safe.
 */
public final class ProcessMetrics implements AutoCloseable {
  private final MeterRegistry registry;
  private final @Nullable JvmGcMetrics collections;
  private final @Nullable MetricsEndpoint endpoint;

  private ProcessMetrics(
      MeterRegistry registry,
      @Nullable JvmGcMetrics collections,
      @Nullable MetricsEndpoint endpoint) {
    this.registry = registry;
    this.collections = collections;
    this.endpoint = endpoint;
  }

  /**
   * Begins to measure, and to answer if a port is set.
   *
   * @param config where to answer
   * @param healthy whether the process does its work; asked for each request to {@code /health}
   * @throws io.afterimage.app.AppException if the port is in use or the address is not this
   *     machine's
   */
  public static ProcessMetrics open(AfterimageConfig.Metrics config, BooleanSupplier healthy) {
    if (config.port() == 0) {
      return new ProcessMetrics(new SimpleMeterRegistry(), null, null);
    }
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    MetricsEndpoint endpoint =
        MetricsEndpoint.open(config.host(), config.port(), registry::scrape, healthy);
    JvmGcMetrics collections = new JvmGcMetrics();
    collections.bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    return new ProcessMetrics(registry, collections, endpoint);
  }

  /** Where roles register their meters. */
  public MeterRegistry registry() {
    return registry;
  }

  @Override
  public void close() {
    if (endpoint != null) {
      endpoint.close();
    }
    if (collections != null) {
      collections.close();
    }
    registry.close();
  }
}
