/** Settings: typed, from a file, the environment and the command line, with one precedence. */
@NullMarked
package io.afterimage.app.config;

import org.jspecify.annotations.NullMarked;
