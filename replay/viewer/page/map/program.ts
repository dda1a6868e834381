/**
 * A program of the graphics card: two shaders and the places of their uniforms.
 * @module
 */

export class Program {
  private readonly program: WebGLProgram;
  private readonly found = new Map<string, WebGLUniformLocation | null>();

  constructor(private readonly gl: WebGL2RenderingContext, vertex: string, fragment: string) {
    this.program = gl.createProgram();
    gl.attachShader(this.program, compiled(gl, gl.VERTEX_SHADER, vertex));
    gl.attachShader(this.program, compiled(gl, gl.FRAGMENT_SHADER, fragment));
    gl.linkProgram(this.program);
    if (!gl.getProgramParameter(this.program, gl.LINK_STATUS)) {
      throw new Error(`Cannot draw the map: ${gl.getProgramInfoLog(this.program)}`);
    }
  }

  /** From now on draws; answers where its uniforms are. */
  use(): (name: string) => WebGLUniformLocation | null {
    this.gl.useProgram(this.program);
    return (name) => {
      let at = this.found.get(name);
      if (at === undefined) {
        at = this.gl.getUniformLocation(this.program, name);
        this.found.set(name, at);
      }
      return at;
    };
  }
}

function compiled(gl: WebGL2RenderingContext, type: number, text: string): WebGLShader {
  const shader = gl.createShader(type)!;
  gl.shaderSource(shader, text);
  gl.compileShader(shader);
  if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) {
    throw new Error(`Cannot draw the map: ${gl.getShaderInfoLog(shader)}`);
  }
  return shader;
}
