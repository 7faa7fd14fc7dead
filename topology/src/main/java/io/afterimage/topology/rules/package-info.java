/** How scores become events and when a scene is another one: pure rules over a camera's frames. */
@NullMarked
package io.afterimage.topology.rules;

import org.jspecify.annotations.NullMarked;
