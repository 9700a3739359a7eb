"""The programs that the graphics processor runs: points, sensor returns and lines (GLSL 1.20).

They write blue, green, red: so the bytes that are read back are Qt's 32-bit pixels on the machine's
own byte order, and nothing has to be swapped.
"""

from typing import Final

_POINT_VERTEX: Final = """
// The same depth from every program: a point that is drawn over itself is met exactly.
invariant gl_Position;
attribute vec3 a_position;
uniform mat4 u_clip_from_cloud;
uniform vec2 u_fade;              // depths between which points sink into the ground's colour
uniform vec3 u_ground_color;
uniform vec3 u_size;              // smallest, largest, and metres times pixels of a point
varying vec3 v_color;

// own_color() gives a point's colour, and how much of it may sink.

void main() {
    vec4 clip = u_clip_from_cloud * vec4(a_position, 1.0);
    gl_Position = clip;
    gl_PointSize = clamp(u_size.z / clip.w, u_size.x, u_size.y);
    vec4 color = own_color();
    float sunk = 0.62 * smoothstep(u_fade.x, u_fade.y, clip.w) * color.a;
    v_color = mix(color.rgb, u_ground_color, sunk);
}
"""

_RAMP: Final = """
uniform vec2 u_range;
uniform sampler2D u_palette;
vec4 on_ramp(float shown) {
    float place = clamp((shown - u_range.x) / (u_range.y - u_range.x), 0.0, 1.0);
    // Half a texel in from each end: the palette's first and last colour are met exactly.
    return vec4(texture2D(u_palette, vec2(place * 255.0 / 256.0 + 0.5 / 256.0, 0.5)).rgb, 1.0);
}
"""
_BY_NUMBER: Final = f"attribute float a_told;{_RAMP}vec4 base_color() {{ return on_ramp(a_told); }}"
_BASE_COLORS: Final = {
    "height": f"{_RAMP}vec4 base_color() {{ return on_ramp(a_position.z); }}",
    "distance": f"{_RAMP}vec4 base_color() {{ return on_ramp(length(a_position.xy)); }}",
    "value": _BY_NUMBER,
    "ring": _BY_NUMBER,
    "time": _BY_NUMBER,
    "rgb": """
attribute float a_told;
vec4 base_color() {
    float green_blue = mod(a_told, 65536.0);
    vec3 parts = vec3(floor(a_told / 65536.0), floor(green_blue / 256.0), mod(green_blue, 256.0));
    return vec4(parts / 255.0, 1.0);
}
""",
    "label": "uniform vec3 u_plain; vec4 base_color() { return vec4(u_plain, 1.0); }",
    "mark": "uniform vec3 u_plain; vec4 base_color() { return vec4(u_plain, 0.0); }",
}
_UNLABELLED: Final = "vec4 own_color() { return base_color(); }"
_LABELLED: Final = """
attribute float a_label;
uniform sampler2D u_labels;
vec4 own_color() {
    vec4 label = texture2D(u_labels, vec2((a_label + 0.5) / 256.0, 0.5));
    return mix(base_color(), vec4(label.rgb, 0.0), label.a);
}
"""


def point_vertex(colored: str, *, labelled: bool) -> str:
    """The vertex shader of points coloured by what `colored` names, or marked; labels may lie over it."""
    functions = _BASE_COLORS[colored] + (_LABELLED if labelled else _UNLABELLED)
    return _POINT_VERTEX.replace("// own_color() gives", f"{functions}\n// own_color() gives")


POINT_FRAGMENT: Final = """
varying vec3 v_color;
void main() { gl_FragColor = vec4(v_color.bgr, 1.0); }
"""

RETURN_VERTEX: Final = """
attribute vec3 a_position;
uniform mat4 u_clip_from_cloud;
uniform float u_size;
void main() {
    gl_Position = u_clip_from_cloud * vec4(a_position, 1.0);
    gl_PointSize = u_size;
}
"""

RETURN_FRAGMENT: Final = """
uniform vec3 u_color;
uniform vec3 u_ground_color;
uniform float u_size;
void main() {
    vec2 from_middle = abs(gl_PointCoord - 0.5) * u_size;
    float out_by = from_middle.x + from_middle.y - (u_size * 0.5 - 1.0);
    float cover = clamp(0.5 - out_by, 0.0, 1.0);
    if (cover <= 0.0) discard;
    // A rim in the ground's colour sets a diamond off from the points behind it.
    float rim = clamp(out_by + 2.0, 0.0, 1.0);
    gl_FragColor = vec4(mix(u_color, u_ground_color, rim).bgr, cover);
}
"""

LINE_VERTEX: Final = """
attribute vec3 a_start;
attribute vec3 a_end;
attribute vec2 a_corner;          // which end (0 or 1) and which side (-1 or 1)
attribute float a_strength;
uniform mat4 u_clip_from_cloud;
uniform vec2 u_view_px;
uniform float u_half_px;
uniform float u_near;
varying float v_side;
varying float v_strength;

void main() {
    vec4 start = u_clip_from_cloud * vec4(a_start, 1.0);
    vec4 end = u_clip_from_cloud * vec4(a_end, 1.0);
    v_side = a_corner.y * (u_half_px + 1.0);
    v_strength = a_strength;
    if (start.w < u_near && end.w < u_near) {
        gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
        return;
    }
    // An end behind the eye has no place on screen: the line is cut just before it.
    if (start.w < u_near) start = mix(start, end, (u_near - start.w) / (end.w - start.w));
    if (end.w < u_near) end = mix(end, start, (u_near - end.w) / (start.w - end.w));
    vec2 along = (end.xy / end.w - start.xy / start.w) * u_view_px;
    vec2 aside = length(along) > 0.0 ? normalize(vec2(-along.y, along.x)) : vec2(0.0, 1.0);
    vec4 clip = a_corner.x < 0.5 ? start : end;
    gl_Position = vec4(clip.xy + aside * v_side * 2.0 / u_view_px * clip.w, clip.zw);
}
"""

LINE_FRAGMENT: Final = """
uniform vec3 u_color;
uniform float u_half_px;
varying float v_side;
varying float v_strength;
void main() {
    float cover = clamp(u_half_px + 0.5 - abs(v_side), 0.0, 1.0);
    gl_FragColor = vec4(u_color.bgr, v_strength * cover);
}
"""

STROKE_VERTEX: Final = """
attribute vec2 a_start;           // logical pixels from the top-left corner
attribute vec2 a_end;
attribute vec2 a_corner;
attribute vec4 a_color;
attribute vec3 a_style;           // half the width, the dash and the gap, in logical pixels
uniform vec2 u_view;
uniform float u_ratio;
varying vec4 v_color;
varying vec4 v_style;             // those three in device pixels, and how far along the stroke
varying float v_side;

void main() {
    vec2 along = a_end - a_start;
    float span = max(length(along), 1e-3);
    vec2 aside = vec2(-along.y, along.x) / span;
    float reach = a_style.x + 1.0 / u_ratio;
    v_color = a_color;
    v_side = a_corner.y * reach * u_ratio;
    v_style = vec4(a_style * u_ratio, a_corner.x * span * u_ratio);
    vec2 place = mix(a_start, a_end, a_corner.x) + aside * a_corner.y * reach;
    // The nearest depth there is: points that are put in later stay below.
    gl_Position = vec4(place / u_view * 2.0 - 1.0, -1.0, 1.0);
}
"""

STROKE_FRAGMENT: Final = """
varying vec4 v_color;
varying vec4 v_style;
varying float v_side;
void main() {
    float cover = clamp(v_style.x + 0.5 - abs(v_side), 0.0, 1.0);
    float period = v_style.y + v_style.z;
    if (period > 0.0) {
        float into = mod(v_style.w, period);
        cover *= clamp(v_style.y + 0.5 - into, 0.0, 1.0);
    }
    if (cover < 0.02) discard;
    gl_FragColor = vec4(v_color.bgr, v_color.a * cover);
}
"""

FILL_VERTEX: Final = """
attribute vec2 a_place;
attribute vec4 a_color;
uniform vec2 u_view;
varying vec4 v_color;
void main() {
    v_color = a_color;
    gl_Position = vec4(a_place / u_view * 2.0 - 1.0, 0.0, 1.0);
}
"""

FILL_FRAGMENT: Final = """
varying vec4 v_color;
void main() { gl_FragColor = vec4(v_color.bgr, v_color.a); }
"""

PICTURE_VERTEX: Final = """
attribute vec2 a_corner;
varying vec2 v_place;
void main() {
    v_place = a_corner * 0.5 + 0.5;
    gl_Position = vec4(a_corner, 0.0, 1.0);
}
"""

PICTURE_FRAGMENT: Final = """
uniform sampler2D u_picture;
varying vec2 v_place;
void main() { gl_FragColor = texture2D(u_picture, v_place); }
"""
