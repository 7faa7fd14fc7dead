/** The commands. */
@NullMarked
package io.afterimage.app.command;

import org.jspecify.annotations.NullMarked;
