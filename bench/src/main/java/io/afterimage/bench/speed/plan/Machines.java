package io.afterimage.bench.speed.plan;

/**
 * The machines of a cluster, all alike. Immutable.
 *
 * @param cores each, as fast as those that were measured on
 * @param networkMb what each may receive a second, and send, MB
 * @param diskMb what a broker's disk takes for long, MB a second
 * @param copies of each record
 * @param share of cores, network and disk that may be used
 */
public record Machines(int cores, double networkMb, double diskMb, int copies, double share) {}
