/// A page that shows the result of a sweep in a browser: one file, without any other resource.
@NullMarked
package dev.profileguard.page;

import org.jspecify.annotations.NullMarked;
