/** What one process does from its first source to the last event: roles, their order, their end. */
@NullMarked
package io.afterimage.app.run;

import org.jspecify.annotations.NullMarked;
