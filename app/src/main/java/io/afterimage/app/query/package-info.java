/** An instance that can be asked what it keeps, how it is found, and how it is asked. */
@NullMarked
package io.afterimage.app.query;

import org.jspecify.annotations.NullMarked;
