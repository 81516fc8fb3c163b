enum CurlStub {}
