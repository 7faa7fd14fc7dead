/** Pages over HTTP, on the JDK's own server. */
@NullMarked
package io.afterimage.app.http;

import org.jspecify.annotations.NullMarked;
