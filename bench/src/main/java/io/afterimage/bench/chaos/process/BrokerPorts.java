package io.afterimage.bench.chaos.process;

/**
 * Where a broker listens on the loopback interface. Immutable.
 *
 * @param proxy where roles connect, as it is advertised
 * @param client where the proxy connects
 * @param inside where other brokers, and who only looks on, connect
 * @param control where controllers connect
 */
record BrokerPorts(int proxy, int client, int inside, int control) {}
