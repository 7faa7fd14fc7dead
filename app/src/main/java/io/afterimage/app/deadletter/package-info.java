/** Dead letters for people: reading them, telling them, and putting their records back. */
@NullMarked
package io.afterimage.app.deadletter;

import org.jspecify.annotations.NullMarked;
