/** What people and programs tell the stages to do with a camera. */
@NullMarked
package io.afterimage.contract.command;

import org.jspecify.annotations.NullMarked;
