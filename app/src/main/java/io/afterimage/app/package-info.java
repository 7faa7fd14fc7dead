/** The command line: any mix of roles in one process, with an embedded broker. */
@NullMarked
package io.afterimage.app;

import org.jspecify.annotations.NullMarked;
