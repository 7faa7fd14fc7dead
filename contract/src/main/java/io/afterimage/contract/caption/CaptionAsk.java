package io.afterimage.contract.caption;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Somebody wants to know now what a camera sees, in words: what the {@code caption-asks} topic
 * holds under the camera's key, as JSON, {@code {}} or {@code {"pack": "room-captions"}}.
 *
 * @param pack the id of the caption pack that is asked; null: each one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CaptionAsk(@Nullable String pack) {}
