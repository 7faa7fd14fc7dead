/** What has been read from the brokers and not been taken yet. */
@NullMarked
package io.afterimage.topology.ahead;

import org.jspecify.annotations.NullMarked;
